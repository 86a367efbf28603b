"""HTTP as every client here speaks it: guarded exchanges, a pace, patience, and what can go wrong, by type.
What a server is asked and what its answers mean does not belong here (`scb`, `register`)."""
