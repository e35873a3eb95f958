"""The room's public names."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sandbox import testing


@pytest.mark.parametrize("name", testing.__all__)
def test_every_name_is_there(name: str) -> None:
    """And says what it is; the listing has it before it is loaded."""
    assert name in dir(testing)
    assert getattr(testing, name).__doc__


def test_other_names_are_not() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="no attribute 'Clent'"):
        _ = testing.Clent


def test_importing_it_is_light() -> None:
    """Django's test module is loaded with the first name."""
    code = "import sandbox.testing, sys; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
