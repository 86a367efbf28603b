"""How Dagster is set up and spoken to: its home in the checkout, the lock, progress, and the table asset.
The assets themselves are in ``assets/``; nothing here knows a table."""
