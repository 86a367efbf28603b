"""``make bench``: every benchmark in turn, or those named on the command line; exit code 1 when a goal is missed.
What is measured, and against what, is said in each module; what it is to reach, in ``goals.toml``."""

import sys
import tomllib
from importlib import import_module
from pathlib import Path

GOALS = Path(__file__).with_name("goals.toml")


def met(reached: float, at_least: float = float("-inf"), at_most: float = float("inf")) -> bool:
    return at_least <= reached <= at_most


def main(names: list[str]) -> int:
    with GOALS.open("rb") as stream:
        goals = tomllib.load(stream)
    missed = 0
    for name in names or goals:
        print(f"\n== {name}", flush=True)
        reached = import_module(f"tests.bench.{name}").main()
        for what, goal in goals[name].items():
            verdict = "met" if met(reached[what], **goal) else "missed"
            missed += verdict == "missed"
            bounds = ", ".join(f"{bound.replace('_', ' ')} {limit}" for bound, limit in goal.items())
            print(f"goal {verdict}: {what.replace('_', ' ')} {reached[what]:.2f} ({bounds})", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
