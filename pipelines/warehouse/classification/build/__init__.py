"""Writes the declared classifications beside this package from the source lists of SCB, SKR and Eurostat.
Breaks in the series are declared by hand, not here; reading the files belongs to ``classification`` itself."""
