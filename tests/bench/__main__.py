"""``make bench``: every benchmark in turn, or those named on the command line.
What is measured, and against what, is said in each module."""

import sys
from importlib import import_module

BENCHMARKS = ("jsonstat_parser", "dagster_overhead", "import_csv", "location_quotient")

for name in sys.argv[1:] or BENCHMARKS:
    print(f"\n== {name}", flush=True)
    import_module(f"tests.bench.{name}").main()
