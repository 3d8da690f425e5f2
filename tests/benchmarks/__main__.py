"""`make bench`: the benchmark tables, one after another. `python -m tests.benchmarks.search 50000` measures one size only."""

import sys

from tests.benchmarks import markup, search

LIBRARY_AND_TEN_THOUSAND = [10_000]


def main(sizes: list[int]) -> None:
    markup.main()
    print()
    search.main(sizes or LIBRARY_AND_TEN_THOUSAND)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
