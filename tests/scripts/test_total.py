"""The closing line of `make test`."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripts.total import main

REPORT = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'


def test_runs_are_added_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sqlite.xml").write_text(REPORT.format(10, 0, 0, 2))
    (tmp_path / "postgresql.xml").write_text(REPORT.format(5, 0, 0, 0))
    assert main(tmp_path) == 0
    assert capsys.readouterr().out == (
        "  postgresql: 5 passed, 0 failed, 0 skipped\n"
        "  sqlite: 8 passed, 0 failed, 2 skipped\n"
        "13 passed, 0 failed, 2 skipped\n"
    )


@pytest.mark.parametrize("report", [REPORT.format(3, 1, 0, 0), REPORT.format(3, 0, 1, 0), REPORT.format(0, 0, 0, 0)])
def test_a_failure_or_no_test_at_all_is_not_good(tmp_path: Path, report: str) -> None:
    (tmp_path / "sqlite.xml").write_text(report)
    assert main(tmp_path) == 1
