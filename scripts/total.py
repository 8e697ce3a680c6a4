"""Adds up the test runs of `make test` in one closing line: N passed, N failed, N skipped."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree as ET


def counts(report: Path) -> tuple[int, int, int]:
    """How many tests passed, failed and were skipped in one JUnit report of ours."""
    suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314 - written a moment ago by pytest
    sums = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for suite in suites:
        for name in sums:
            sums[name] += int(suite.get(name, "0"))
    failed = sums["failures"] + sums["errors"]
    return sums["tests"] - failed - sums["skipped"], failed, sums["skipped"]


def main(folder: Path) -> int:
    """Print a line for each run and the total; 1 when anything failed or nothing ran."""
    total = (0, 0, 0)
    for report in sorted(folder.glob("*.xml")):
        passed, failed, skipped = counts(report)
        print(f"  {report.stem}: {passed} passed, {failed} failed, {skipped} skipped")
        total = (total[0] + passed, total[1] + failed, total[2] + skipped)
    print("{} passed, {} failed, {} skipped".format(*total))
    return 0 if total[0] and not total[1] else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
