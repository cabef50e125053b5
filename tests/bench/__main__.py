"""Every figure, each part in a process of its own; fails when a promise is not kept."""

from __future__ import annotations

import argparse
import subprocess
import sys

PARTS = (
    "calls", "scale", "exchange", "resync", "intake", "timeline", "search", "imports", "hours", "consent", "templates",
    "modules", "smpp", "hooks", "bulk", "links",
)  # fmt: skip


def main(parts: list[str], more: list[str]) -> int:
    """Run the parts one after another, so that none disturbs another's figures."""
    broken = [part for part in parts if subprocess.run([sys.executable, "-m", f"tests.bench.{part}", *more]).returncode]  # noqa: PLW1510
    print(f"\n{'broken: ' + ', '.join(broken) if broken else 'every promise is kept'}")
    return 1 if broken else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make bench", description="Further options go to the part that is named.")
    parser.add_argument("part", nargs="*", metavar="|".join(PARTS), help="only these (all)")
    known, rest = parser.parse_known_args()
    if unknown := set(known.part) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    if rest and len(known.part) != 1:
        parser.error("options belong to one part: name it")
    sys.exit(main(known.part or list(PARTS), rest))
