"""SCB's business register: the client, what is kept of a page, the whole pull, and the kept pulls as editions.
What is computed from the counts does not belong here; names, addresses and numbers do not even reach it."""
