"""Code is packed with what it uses, and what cannot be sent is named in one sentence."""

from __future__ import annotations

import importlib
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from sandbox.consumers.routing import route
from sandbox.processes.shipping import Cargo, NotShippable, Versions, pack, unpack

LOCK = threading.Lock()


def cell(source: str, **names: Any) -> Any:
    """Run *source* as a cell does, and return its consumer."""
    namespace: dict[str, Any] = {"__name__": "__main__", **names}
    exec(source, namespace)
    return namespace["consumer"]


def cargo_of(consumer: Any, **more: Any) -> Cargo:
    """A cargo with one consumer."""
    return Cargo((route("a", consumer),), versions=((consumer, 3),), **more)


def test_a_consumer_of_a_cell_comes_with_the_globals_that_it_uses() -> None:
    """In a fresh interpreter, which has never seen the cell."""
    consumer = cell(
        "import math\ndef double(n): return n * factor * math.floor(1.5)\n"
        "def consumer(message): return double(message)",
        factor=21,
        unused=threading.Lock(),
    )
    data = pack(cargo_of(consumer))
    code = (
        "import sys, django\nfrom django.conf import settings\nsettings.configure()\n"
        "from sandbox.processes.shipping import unpack\n"
        "cargo = unpack(sys.stdin.buffer.read())\n"
        "((consumer, version),) = cargo.versions\n"
        "assert cargo.entries[0].consumer is consumer\n"
        "print(consumer(2), version)"
    )
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True)
    assert done.stdout.split() == [b"42", b"3"]


def test_what_was_changed_in_a_module_goes_as_it_is_by_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that has imported the module before gets the new code, and not its old one."""
    file = tmp_path / "shipped_module.py"
    file.write_text(
        "WORD = 'old'\ndef consumer(message): return WORD + helper()\ndef helper(): return '!'\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module("shipped_module")
    try:
        first = pack(Cargo((), versions=((module.consumer, 1),)))
        code = file.read_text().replace("old", "new").replace("'!'", "'?'")
        exec(compile(code, str(file), "exec"), vars(module))
        second = pack(Cargo((), versions=((module.consumer, 2),)))
    finally:
        del sys.modules["shipped_module"]
    program = (
        "import sys, django\nfrom django.conf import settings\nsettings.configure()\n"
        f"sys.path.insert(0, {str(tmp_path)!r})\n"
        "from sandbox.processes.shipping import unpack\n"
        f"for data in ({first!r}, {second!r}):\n"
        "    print(unpack(data).versions[0][0](None))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.split() == [b"old!", b"new?"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def consumer(message): gate.acquire()", "uses 'gate', a lock"),
        ("def consumer(message): return (lambda: gate)()", "uses 'gate', a lock"),
        (
            "def make():\n    mine = gate\n    def consumer(message): mine.acquire()\n"
            "    return consumer\nconsumer = make()",
            "uses 'mine', a lock",
        ),
        ("class consumer:\n    def receive(self, message): gate.acquire()", "uses 'gate', a lock"),
    ],
)
def test_what_cannot_be_sent_is_named(source: str, said: str) -> None:
    """With the consumer that uses it, and what to do."""
    consumer = cell(source, gate=threading.Lock())
    with pytest.raises(NotShippable, match=said) as raised:
        pack(Cargo((), versions=((consumer, 1),)))
    assert "consumer cannot be sent to another process" in str(raised.value)
    assert str(raised.value).count(".") >= 1


def test_a_filter_that_cannot_be_sent_is_named() -> None:
    """The consumers are all right then."""
    consumer = cell("def consumer(message): pass")
    with pytest.raises(NotShippable, match="The routing cannot be sent"):
        pack(Cargo((route("a", consumer), LOCK), versions=((consumer, 1),)))


def test_versions_are_known_by_identity() -> None:
    """A consumer need not be hashable; another one has none."""
    versions, one = Versions(), [1]
    versions.replace([(one, 4)])
    assert versions.get(one, 1) == 4
    assert versions.get([1], 1) == 1
    assert (list(versions), len(versions)) == ([one], 1)


def test_views_and_entries_come_back() -> None:
    """As they were."""
    view = cell("def consumer(request): return 'page'")
    back = unpack(pack(Cargo((), views=(("hello/", view, "hi"),))))
    ((path, function, name),) = back.views
    assert (path, function(None), name) == ("hello/", "page", "hi")
