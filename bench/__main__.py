"""``make bench``: Kontor beside the raw limit, as ratios of one run; ``--save`` keeps them."""

import sys

from bench import exporting, http, importing, searching, startup, writes
from bench.harness import Measured, report


def main() -> int:
    rows: list[Measured | str] = []
    for part in (startup, writes, importing, exporting, searching, http):
        print(f"... {part.__name__}", flush=True)
        rows += part.rows()
    return report(rows, save="--save" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
