"""A short run of the soak, as a test: flat, and the ledger whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SOAK = Path(__file__).parent / "soak.py"


def test_a_server_under_mixed_fire_stays_as_it_was() -> None:
    """Clients of every kind, many of them hostile, for a while; an hour is for `soak.py` alone."""
    done = subprocess.run(
        [sys.executable, str(SOAK), "--seconds", "10", "--clients", "15"],
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith("✓ flat, and every message has its fate")
    for role in ("chat", "echo", "page", "upload", "release", "nonsense", "break_off", "flood"):
        assert f'"{role}": ' in done.stdout, done.stdout
