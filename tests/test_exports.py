"""The public names of the package, and what importing it does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import sandbox

ROOT = Path(__file__).parent.parent

NAMES = [
    "Channel",
    "ChannelFull",
    "Group",
    "NotSettled",
    "NothingArrived",
    "PortTaken",
    "Sandbox",
    "SandboxError",
    "SandboxStopped",
    "TabClosed",
    "__version__",
    "demo",
    "doctor",
    "include",
    "peek",
    "route",
    "route_class",
]


def run(program: str) -> str:
    """Run a program in a fresh Python and return what it prints."""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_public_names() -> None:
    """These are the names, and no other; dir() lists them."""
    assert sorted(sandbox.__all__) == NAMES
    assert dir(sandbox) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_name_leads_somewhere_and_says_what_it_is(name: str) -> None:
    """Each name can be had, and has a docstring."""
    thing = getattr(sandbox, name)
    assert name == "__version__" or thing.__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    """Python's own words, so that its suggestions work."""
    with pytest.raises(AttributeError, match="module 'sandbox' has no attribute 'Sandbocks'"):
        _ = sandbox.Sandbocks


def test_the_demo_stays_callable_whatever_was_imported_first() -> None:
    """No module of the package hides a public name behind it."""
    program = (
        "import pkgutil, importlib, sandbox\n"
        "for module in pkgutil.iter_modules(sandbox.__path__):\n"
        "    importlib.import_module('sandbox.' + module.name)\n"
        "print([name for name in sandbox.__all__ if type(getattr(sandbox, name)).__name__"
        " == 'module'])"
    )
    assert run(program) == "[]"


def test_outside_a_kernel_no_classic_names_are_given_out() -> None:
    """`import sandbox` touches the import system only in a kernel; IPython alone is none."""
    program = "import sys, IPython, sandbox; print('sandbox.verbatim' in sys.modules)"
    assert run(program) == "False"
