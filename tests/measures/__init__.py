"""The measures held against worked numbers, published figures and invariants."""
