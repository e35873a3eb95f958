"""The benchmarks of the Redis layer still run. Figures are for people: nothing depends on them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.redis_server import require_redis

MEASURE = Path(__file__).parent / "measure_redis.py"


@pytest.mark.bench
@pytest.mark.parametrize("part", ["pairs", "batches", "group"])
def test_every_part_gives_its_figures(part: str, tmp_path: Path) -> None:
    """A short round measures something for each row and loses no message on the way."""
    require_redis()
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
