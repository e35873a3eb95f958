"""The server's benchmarks still run. Figures are for people: nothing here depends on speed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

MEASURE = Path(__file__).parent / "measure_server.py"


@pytest.mark.bench
@pytest.mark.parametrize("part", ["idle", "held", "release", "view"])
def test_every_part_gives_its_figures(part: str, tmp_path: Path) -> None:
    """A small round measures something for each row, and loses nobody on the way."""
    figures = tmp_path / "figures.json"
    done = subprocess.run(
        [sys.executable, str(MEASURE), "--quick", "--json", str(figures), part],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    print(done.stdout)
    assert done.returncode == 0, done.stderr
    rows = json.loads(figures.read_text())["rows"]
    assert rows
    assert all(row["value"] for row in rows)
