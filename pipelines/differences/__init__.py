"""Two editions side by side: which figures, names, ranks and verdicts changed, and which claims no longer hold.
What an edition holds is decided elsewhere; nothing is measured here."""
