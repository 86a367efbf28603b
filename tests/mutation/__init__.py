"""Mutation testing: small faults are put into the statements and the client one at a time, and the tests that own
them must fail. Nothing here runs in an edition."""
