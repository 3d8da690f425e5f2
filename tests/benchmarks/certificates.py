"""Five hundred certificates, each with its PDF and its signed badge: time of each part, and the memory of the process.

`python -m tests.benchmarks.certificates 500` measures in the database of its environment; without a number it makes one.
"""

import os
import resource
import sys
import time
from pathlib import Path
from statistics import mean, quantiles

from tests.benchmarks.apart import measure_apart

COUNT = 500


def resident() -> float:
    """Megabytes of memory that the process has now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def peak() -> float:
    """Megabytes of memory that the process had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1_000_000


def measure(count: int) -> None:
    """Prints a row for issuing, the PDF and the badge."""
    import django  # noqa: PLC0415  (after the settings are named)

    django.setup()
    from django.core.cache import cache  # noqa: PLC0415

    from quizzes.certificates.addresses import verification  # noqa: PLC0415
    from quizzes.certificates.pdf import certificate_pdf  # noqa: PLC0415
    from quizzes.certificates.publishing import signed_badge  # noqa: PLC0415
    from quizzes.domain import issue_certificate  # noqa: PLC0415
    from quizzes.domain.badge_keys import create_key  # noqa: PLC0415
    from quizzes.models import Attempt, Certificate, Outcome  # noqa: PLC0415
    from tests.quizzes.builders import make_certificate, make_user  # noqa: PLC0415

    create_key("bench")
    first = make_certificate(make_user("first@example.org"), rests_on=["standards/legal/1.0", "standards/consent/1.0"])
    outcomes = list(_outcomes(count, first.outcome, Attempt, Outcome, make_user))
    rows = Certificate.objects.select_related("issuer", "holder", "outcome__attempt__quiz", "outcome__attempt__form")
    rows = rows.prefetch_related("events")
    _show("issue", [_timed(lambda outcome=outcome: issue_certificate(outcome)) for outcome in outcomes])
    issued = list(rows.exclude(pk=first.pk))
    cache.clear()
    _show("PDF", [_timed(lambda row=row: certificate_pdf(row, verification(row.code))) for row in issued])
    _show("badge", [_timed(lambda row=row: signed_badge(row)) for row in issued])


def _outcomes(count, first, attempts, outcomes, make_user):
    """Passed outcomes of as many candidates, written straight: what is measured begins with the certificate."""
    sat = first.attempt
    for number in range(count):
        attempt = attempts.objects.create(
            quiz=sat.quiz, form=sat.form, candidate=make_user(f"p{number}@example.org", first_name="Анна"), number=1,
            state="submitted", started_at=sat.started_at, finished_at=sat.finished_at,
        )  # fmt: skip
        yield outcomes.objects.create(
            attempt=attempt, total=first.total, max_total=first.max_total, passed=True, created_at=first.created_at
        )


def _timed(work) -> tuple[float, float]:
    start, before = time.perf_counter(), resident()
    work()
    return time.perf_counter() - start, resident() - before


def _show(name: str, spent: list[tuple[float, float]]) -> None:
    seconds = [second for second, _memory in spent]
    growth = sum(memory for _second, memory in spent[len(spent) // 10 :]) / max(len(spent) * 9 // 10, 1)
    each, late = mean(seconds) * 1000, quantiles(seconds, n=20)[-1] * 1000
    print(f"  {name:<7} {len(spent):>5} {sum(seconds):>9.1f} {each:>9.1f} {late:>9.1f}", end="")
    print(f" {growth * 1000:>12.1f} {peak():>9.0f}", flush=True)


def main(count: int = COUNT) -> None:
    """Prints the table, in a process and a database of its own."""
    print(f"Certificates: {count}, each issued, as PDF/A-2a with PDF/UA-1, and as a signed badge")
    print(f"  {'':<7} {'count':>5} {'seconds':>9} {'ms each':>9} {'ms p95':>9} {'kept KB each':>12} {'peak MB':>9}")
    measure_apart("tests.benchmarks.certificates", count, "portal.settings.test")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(int(sys.argv[1]))
    else:
        main()
