"""API.md's sheet and the public names, held together.

What is not built yet is absent; what is there is pinned here, and shown by a cell that runs.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest

import sandbox
from sandbox import Sandbox
from sandbox.box.asking import Loss
from sandbox.box.browsers import Browser
from sandbox.box.places import ChannelView, GroupView, Member
from sandbox.box.registry import Consumer
from sandbox.box.timing import SandboxClock, Slowed
from sandbox.clients.crowd import Crowd
from sandbox.clients.crowd import Member as CrowdMember
from sandbox.clients.http import Later, Page
from sandbox.clients.tab import Tab
from sandbox.live.faults import Fault, Faults
from sandbox.live.holds import Held, Hold, Holds
from sandbox.workers.pool import PooledWorker

BOX = """
    name url ws_url port stop wait stopped
    consumer view routing consumers
    connect login get post crowd
    tabs servers channels workers groups layers settle ledger lost
    story why find log mark sync show scale
    undo checkpoint reset hold holds faults clock
"""
"""Everything that today's sandbox shows."""

LATER = """
    open theme record save play export
    replay export_project check classroom
"""
"""On the sheet, and not built yet: absent, never a stub."""

ENDPOINT = """
    name url path address cookies subprotocol reply_channel closed send send_json
    sent_count received_count returning try_to_return stay_away
"""

PUBLIC: dict[type, str] = {
    Tab: ENDPOINT + "receive receive_json expect expect_nothing inbox frames close reopen",
    CrowdMember: ENDPOINT + "index received last attempt begin_close drop",
    Crowd: "name received counts last open send send_json wait close",
    Browser: "name cookies connect get post close",
    Page: "status_code reason headers content url history cookies text json",
    Later: "name method url done cancelled result cancel join",
    Hold: "id target where active delayed wait step release reorder end index count",
    Held: "id channel content held due age edit drop duplicate delay move_to release",
    Holds: "begin message by_id in_force clear close keys values items get",
    Fault: "id fault target options active undo",
    Faults: "kill freeze slow sleep cut fill expire lose restart refuse clear close by_id in_force",
    ChannelView: "name capacity listeners messages",
    GroupView: "name channels send",
    Member: "channel label age expires_in ghost user",
    Consumer: "name channels key function source version shadowed_by diff write remove",
    PooledWorker: "number name worker thread busy_since alive zombies kill restart stop",
    SandboxClock: "now slow fast advance step in_force",
    Slowed: "factor active undo",
    Loss: "message channel reason content why do at where harmless",
}
"""Every public attribute of what a user gets from a sandbox."""

MODULE = """
    Sandbox Channel Group route route_class include demo __version__
    SandboxError NothingArrived NotSettled TabClosed SandboxStopped PortTaken ChannelFull
"""


def public(names: Any) -> set[str]:
    """Those without an underscore before them."""
    return {name for name in names if not name.startswith("_")}


def attributes(thing: type) -> set[str]:
    """The public attributes of its instances: of the classes, and what their constructors set."""
    names = public(dir(thing)) | public(getattr(thing, "__dataclass_fields__", ()))
    for kind in thing.__mro__:
        for constructor in ("__init__", "_start"):
            if not hasattr(thing, "__dataclass_fields__") and constructor in vars(kind):
                names |= public(assigned(vars(kind)[constructor]))
    return names


def assigned(function: Any) -> list[str]:
    """The attributes of self that a function sets; none where it is not written in Python."""
    if not inspect.isfunction(function):
        return []
    return re.findall(r"^ +self\.(\w+)(?:: [^=\n]+)? = ", inspect.getsource(function), re.MULTILINE)


def cells(thing: Any) -> Iterator[str]:
    """Yield the indented blocks behind ``::`` in its docstring."""
    text = inspect.getdoc(thing) or ""
    for block in re.findall(r"::\n\n((?:(?: {4}.*)?\n?)+)", text + "\n"):
        yield textwrap.dedent(block)


def test_a_sandbox_shows_nothing_undocumented() -> None:
    """Tab completion is part of the interface."""
    box = Sandbox()
    try:
        assert set(dir(box)) == set(BOX.split())
        assert public(vars(box)) <= set(BOX.split())
    finally:
        box.stop()


def test_what_is_not_built_is_absent() -> None:
    """Never a stub."""
    assert [name for name in LATER.split() if hasattr(Sandbox, name)] == []


@pytest.mark.parametrize("thing", PUBLIC, ids=lambda thing: thing.__name__)
def test_what_a_sandbox_hands_out_is_pinned(thing: type) -> None:
    """A new public name is a decision."""
    assert attributes(thing) == set(PUBLIC[thing].split())


@pytest.mark.parametrize("thing", PUBLIC, ids=lambda thing: thing.__name__)
def test_every_method_that_is_handed_out_says_what_it_does(thing: type) -> None:
    """With a docstring of its own."""
    silent = [
        name
        for name in public(dir(thing))
        if (callable(member := inspect.getattr_static(thing, name)) or isinstance(member, property))
        and not inspect.getdoc(member)
    ]
    assert silent == []


def test_the_module_gives_what_the_sheet_imports() -> None:
    """And can say so without loading anything."""
    assert set(MODULE.split()) <= set(dir(sandbox))
    assert set(dir(sandbox)) - set(MODULE.split()) <= {"play", "verbatim"} | set(sandbox.__all__)
    for name in MODULE.split():
        assert getattr(sandbox, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nix'"):
        sandbox.nix  # noqa: B018


SHOWN = sorted(public(dir(Sandbox)) - {"name", "log"})


@pytest.mark.parametrize("name", SHOWN)
def test_every_name_of_a_sandbox_begins_with_a_cell(name: str) -> None:
    """One sentence, then a cell."""
    member = inspect.getattr_static(Sandbox, name)
    assert list(cells(member)), f"box.{name} has no cell in its docstring"


@pytest.mark.parametrize("name", ["", *SHOWN])
def test_the_cells_run(name: str, people: None, capsys: pytest.CaptureFixture[str]) -> None:
    """As they stand, in a namespace of their own; they end what they begin."""
    run_cells(inspect.getattr_static(Sandbox, name) if name else Sandbox, f"box.{name}")


FAULTS = ["kill", "freeze", "slow", "sleep", "cut", "fill", "expire", "lose", "restart", "refuse"]
"""The sheet's."""


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_has_a_cell_that_runs(name: str) -> None:
    """It breaks something, and shows that it is whole again."""
    member = getattr(Faults, name)
    assert list(cells(member)), f"box.faults.{name} has no cell in its docstring"
    run_cells(member, f"box.faults.{name}")


@pytest.mark.parametrize("thing", [Fault, Faults, Hold], ids=lambda thing: thing.__name__)
def test_handles_show_themselves_in_a_cell(thing: type) -> None:
    """That runs."""
    assert list(cells(thing))
    run_cells(thing, thing.__name__)


def run_cells(member: Any, name: str) -> None:
    """Run what its docstring shows."""
    for cell in cells(member):
        names: dict[str, Any] = {"__name__": "__main__"}
        try:
            exec(compile(cell, f"<{name}>", "exec"), names)
            assert names["box"].stopped
        finally:
            if "box" in names:
                names["box"].stop()
        assert names["box"].ledger.balanced


def test_errors_are_a_tree() -> None:
    """As the sheet has them."""
    from sandbox import errors

    bases = {
        "NothingArrived": TimeoutError,
        "NotSettled": TimeoutError,
        "TabClosed": ConnectionError,
        "SandboxStopped": Exception,
        "PortTaken": OSError,
        "NotAConsumer": TypeError,
        "ChannelsConflict": ImportError,
        "NotAvailableHere": Exception,
        "BadRecording": ValueError,
    }
    for name, base in bases.items():
        assert issubclass(getattr(errors, name), (errors.SandboxError,))
        assert issubclass(getattr(errors, name), base)
