"""The benchmark of an echo over Redis still runs. Figures are for people."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.redis_server import require_redis

MEASURE = Path(__file__).parent / "measure_apart.py"


@pytest.mark.bench
def test_it_gives_its_figures(tmp_path: Path) -> None:
    """A short round measures something for each row and loses no message on the way."""
    require_redis()
    figures = tmp_path / "figures.json"
    done = subprocess.run(
        [sys.executable, str(MEASURE), "--quick", "--json", str(figures)],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    print(done.stdout)
    assert done.returncode == 0, done.stderr
    rows = json.loads(figures.read_text())["rows"]
    assert len(rows) == 2
    assert all(row["value"] for row in rows)
