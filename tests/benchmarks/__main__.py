"""`make bench`: the tables. `python -m tests.benchmarks.search 50000` measures search at one size only (0: the library)."""

import sys

from tests.benchmarks import attempts, certificates, imports, markup, search, statistics


def main(sizes: list[int]) -> None:
    markup.main()
    print()
    imports.main()
    print()
    statistics.main()
    print()
    certificates.main()
    print()
    attempts.main()
    print()
    search.main(sizes or list(search.SIZES))


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
