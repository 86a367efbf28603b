"""The PxWebApi v2 client, the catalogue of SCB's tables, json-stat2 to Arrow, and raw cells.
What is computed from the cells does not belong here."""
