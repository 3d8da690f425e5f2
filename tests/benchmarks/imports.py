"""Importing a GIFT bank with the command's own verb: time and memory for one and for five thousand items."""

import io
import sys
import time
import tracemalloc

from tests.benchmarks.apart import measure_apart

SIZES = (1_000, 5_000)


def bank(count: int) -> str:
    """A bank of choices with feedback, tags and categories, as banks are."""
    blocks = []
    for number in range(count):
        if number % 500 == 0:
            blocks.append(f"$CATEGORY: C{number // 500}/раздел")
        options = "\n".join(
            f"\t{'=' if place == number % 4 else '~'}Ответ {place} на вопрос {number}#Потому что так сказано в пункте {place}."
            for place in range(4)
        )
        blocks.append(
            f"// [id:bench-{number:05}] [tag:competency:ethics] [tag:ref:standards/consent#c-{number % 9}-1]\n"
            f"::Вопрос {number}::Семья обратилась в службу {number} раз. Что сделает куратор? {{\n{options}\n\t####Общее.\n}}"
        )
    return "\n\n".join(blocks) + "\n"


def measure(count: int) -> tuple[float, float]:
    """Seconds of an import, and the megabytes that it needed at most beyond the file (measured in a second run)."""
    import django  # noqa: PLC0415  (after the settings are named)

    django.setup()
    from django.db import transaction  # noqa: PLC0415

    from quizzes.domain.imports import import_entries  # noqa: PLC0415
    from quizzes.formats.registry import FORMATS  # noqa: PLC0415

    data = bank(count).encode()

    def bring() -> None:
        with transaction.atomic():
            import_entries(FORMATS["gift"].entries(io.BytesIO(data)), language="ru")
            transaction.set_rollback(True)

    bring()
    start = time.perf_counter()
    bring()
    spent = time.perf_counter() - start
    tracemalloc.start()
    bring()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return spent, peak / 1_000_000


def main() -> None:
    """Prints the table; every size in a process and a database of its own."""
    print("Import of GIFT, SQLite, one transaction")
    print(f"  {'items':>6} {'seconds':>9} {'items/s':>9} {'peak MB':>9}")
    for count in SIZES:
        measure_apart("tests.benchmarks.imports", count, "portal.settings.dev")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        size = int(sys.argv[1])
        seconds, megabytes = measure(size)
        print(f"  {size:>6} {seconds:>9.2f} {size / seconds:>9.0f} {megabytes:>9.1f}", flush=True)
    else:
        main()
