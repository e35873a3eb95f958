"""The doctor's look at a machine: facts are gathered here, and judged wherever they come from."""

from __future__ import annotations

from dataclasses import replace

import pytest

import sandbox
from sandbox.looking.doctor import examine
from sandbox.looking.machine import CHECKS, Machine, look


@pytest.fixture(scope="module")
def here() -> Machine:
    """Return this machine."""
    return look()


def levels(machine: Machine) -> dict[str, str]:
    """Return each finding's level by what it is about."""
    return {one.about: one.level for one in examine(machine, "", CHECKS).findings}


def test_this_machine_has_what_the_tests_need(here: Machine) -> None:
    """All that runs these tests is there, so nothing is to be corrected."""
    report = sandbox.doctor()
    assert report.ok
    assert "This machine" in str(report)
    assert levels(here)["packages"] == "good"
    assert levels(here)["loopback"] == "good"


def test_what_is_missing_is_told_with_what_to_do(here: Machine) -> None:
    """Each lack has a level: what stops a sandbox is an error, what limits it is not."""
    poor = replace(
        here,
        python=(3, 8, 1),
        versions={**here.versions, "Django": None, "anywidget": None, "channels": "4.3.2"},
        loopback="Permission denied",
        redis_server=None,
        open_files=256,
        sqlite="3.7.1",
        environment={"JUPYTERHUB_SERVICE_PREFIX": "/user/x/"},
    )
    found = examine(poor, "A poor machine", CHECKS)
    assert levels(poor) == {
        "Python": "error",
        "packages": "error",
        "loopback": "error",
        "SQLite": "error",
        "notebooks": "warning",
        "channels": "note",
        "Redis": "note",
        "open files": "note",
        "browser": "note",
    }
    assert not found.ok
    assert [one.level for one in found.findings][:4] == ["error"] * 4
    assert "pip install Django" in str(found)
    assert "4 to correct, 1 to think about." in str(found)
