"""The measures on Spark beside DuckDB's; collected by `make test-spark`, skipped where Spark is not installed."""
