"""DuckDB over Arrow and Parquet, declared classifications, and the edition being built and published.
Fetching, snapshots and measures do not belong here."""
