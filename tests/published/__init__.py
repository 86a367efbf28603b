"""What an outsider can check: published numbers with their sources, and the known faults of other packages by name.
Everything here goes through the functions that a notebook calls; how a measure is built is tested in tests/measures."""
