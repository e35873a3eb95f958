"""The classic conformance test case: our layer passes it, and each fault fails the test of it."""

from __future__ import annotations

import re
import subprocess
import sys
import unittest
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sandbox.layers.base import BaseChannelLayer
from sandbox.layers.inmemory import ChannelLayer
from sandbox.layers.memory import MemoryLayer
from sandbox.layers.redis_classic import RedisChannelLayer
from sandbox.runtime.clock import ManualClock
from sandbox.testing import conformance
from tests.layers.makers import RedisMaker
from tests.redis_server import RedisServer

ROOT = Path(__file__).parents[2]

TESTS = unittest.TestLoader().getTestCaseNames(conformance.ConformanceTestCase)


def run(layer: Any, **attributes: Any) -> unittest.TestResult:
    """Run the test case on a layer that was made on a manual clock."""
    attributes = {
        "capacity_limit": layer.capacity,
        "channel_layer": layer,
        "wait": lambda self, seconds: layer.clock.advance(seconds),
    } | attributes
    case = type("Case", (conformance.ConformanceTestCase,), attributes)
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(case).run(result)
    return result


def failed(result: unittest.TestResult) -> set[str]:
    """Return the names of the tests that did not pass."""
    return {case.id().rpartition(".")[2].partition(" ")[0] for case, _ in _problems(result)}


def _problems(result: unittest.TestResult) -> list[tuple[Any, str]]:
    problems = [*result.failures, *result.errors]
    return [(getattr(case, "test_case", case), text) for case, text in problems]


def make(kind: type[MemoryLayer] = MemoryLayer, **settings: Any) -> MemoryLayer:
    """Return a small layer on a manual clock."""
    settings = {"expiry": 1, "group_expiry": 2, "capacity": 5} | settings
    return kind(**settings, clock=ManualClock(1000.0), random=Random(7))


@pytest.mark.parametrize("kind", [MemoryLayer, ChannelLayer])
def test_our_layers_pass(kind: type[MemoryLayer]) -> None:
    """Every test, none skipped."""
    result = run(make(kind))
    assert (_problems(result), result.skipped) == ([], [])
    assert result.testsRun == len(TESTS) == 18


@pytest.mark.parametrize("shards", [1, 2])
def test_our_redis_layers_pass(redis_server: RedisServer, shards: int) -> None:
    """On one server, and on two that are asked in turn; but a shard counts what it has itself, so
    the capacity of a channel is tested on one."""
    more = [RedisServer() for _ in range(shards - 1)]
    maker = RedisMaker([redis_server, *more], with_log=False, cls=RedisChannelLayer)
    layer = maker(expiry=1, group_expiry=2, capacity=5)
    limit = {} if shards == 1 else {"capacity_limit": None}
    result = run(
        layer,
        receive_tries=shards,
        wait=lambda self, seconds: maker.advance(seconds),
        **limit,
    )
    maker.close()
    for server in more:
        server.end()
    assert _problems(result) == []
    assert len(result.skipped) == (0 if shards == 1 else 3)


def broken(method: str, replacement: Any) -> MemoryLayer:
    """Return a layer with one fault."""
    return make(type("Broken", (MemoryLayer,), {method: replacement}))


def _sends_what_changes(self: MemoryLayer, channel: str, message: Any) -> None:
    self.accept(channel, message, where="test", cause=0)


def _full_early(self: MemoryLayer, channel: str, message: Any) -> None:
    if channel == "full" and self.channel_statistics(channel)["messages_pending"] == 4:
        raise self.ChannelFull(channel)
    MemoryLayer.send(self, channel, message)


def _as_text(self: MemoryLayer, channel: str, message: Any) -> None:
    latin = {k: v.decode("latin-1") if type(v) is bytes else v for k, v in message.items()}
    MemoryLayer.send(self, channel, latin)


def _forgets_local_names(self: MemoryLayer, channels: Any, block: bool = False) -> Any:
    channel, message = MemoryLayer.receive(self, channels, block)
    return (channel and channel.partition("!")[0]), message


def _takes_local_parts(self: MemoryLayer, channels: Any, block: bool = False) -> Any:
    names = [name for name in channels if "!" not in name or name.endswith("!")]
    return MemoryLayer.receive(self, names, block)


def _raises_in_groups(self: MemoryLayer, group: str, message: Any) -> None:
    for member in self.group_channels(group):
        self.send(member, message)


@pytest.mark.parametrize(
    ("method", "replacement", "named"),
    [
        ("send", _sends_what_changes, "test_message_alteration_after_send"),
        ("send", _full_early, "test_capacity"),
        ("send", _as_text, "test_strings"),
        ("receive", _forgets_local_names, "test_single_process_receive"),
        ("receive", _takes_local_parts, "test_single_process_receive_error"),
        ("receive", lambda self, channels, block=False: (None, None), "test_send_recv"),
        ("new_channel", lambda self, pattern: "single?same", "test_new_channel_single_reader"),
        ("new_channel", lambda self, pattern: "single?same", "test_new_channel_failures"),
        ("flush", lambda self: None, "test_flush"),
        ("flush", lambda self: None, "test_flush_groups"),
        ("group_discard", lambda self, group, channel: None, "test_groups"),
        ("group_discard", lambda self, group, channel: None, "test_groups_process"),
        ("group_channels", lambda self, group: {"one"}, "test_group_channels"),
        ("send_group", _raises_in_groups, "test_capacity_group"),
        ("ChannelFull", KeyError, "test_capacity_process"),
        ("MessageTooLarge", int, "test_exceptions"),
    ],
)
def test_a_layer_with_one_fault_fails(method: str, replacement: Any, named: str) -> None:
    """The test of that name is among those that fail."""
    assert named in failed(run(broken(method, replacement)))


@pytest.mark.parametrize(
    ("setting", "named"),
    [({"expiry": 3}, "test_message_expiry"), ({"group_expiry": 4}, "test_group_expiry")],
)
def test_what_does_not_expire_in_time_fails(setting: dict[str, int], named: str) -> None:
    """Where the layer says one lifetime and keeps to another."""
    layer = make(**setting)
    vars(layer).update(expiry=1, group_expiry=2)
    assert failed(run(layer)) == {named}


def test_what_cannot_be_tested_is_skipped() -> None:
    """No capacity is given, lifetimes are long, extensions are absent: each says so."""
    plain = make(type("Plain", (MemoryLayer,), {"extensions": []}), expiry=60, group_expiry=86400)
    alone = {"setUp": lambda self: plain.flush(), "capacity_limit": None}
    result = run(plain, **alone)
    assert _problems(result) == []
    assert sorted({text for _, text in result.skipped}) == [
        "An expiry of 60.1 s is too long to wait for.",
        "The layer has no flush.",
        "The layer has no groups.",
        "capacity_limit is not set.",
    ]
    reasons = {text for _, text in run(make(group_expiry=86400)).skipped}
    assert reasons == {"A group_expiry of 86400.1 s is too long to wait for."}


class Sharded(BaseChannelLayer):
    """Asks one of two layers at a time, as a layer over several machines may."""

    extensions = ()

    def __init__(self) -> None:
        super().__init__(capacity=5)
        self.shards = [ChannelLayer(), ChannelLayer()]

    def send(self, channel: str, message: dict[str, Any]) -> None:
        """Put it on the next shard."""
        self.shards.reverse()
        self.shards[0].send(channel, message)

    def receive(self, channels: Any, block: bool = False) -> Any:
        """Ask the next shard."""
        self.shards.reverse()
        return self.shards[0].receive(channels, block)


@pytest.mark.parametrize(("tries", "found"), [(1, False), (2, True)])
def test_a_sharded_layer_is_asked_as_often_as_it_has_shards(tries: int, found: bool) -> None:
    """A channel counts as empty only then."""
    layer = Sharded()
    case = type(
        "Case", (conformance.ConformanceTestCase,), {"channel_layer": layer, "receive_tries": tries}
    )
    layer.send("a", {})  # it lies on the one that is asked second
    assert (case("test_send_recv").receive(["a"]) == ("a", {})) is found


def test_a_case_without_a_layer_says_so() -> None:
    """It would else pass for a test."""
    case = type("Forgetful", (conformance.ConformanceTestCase,), {})
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(case).run(result)
    texts = {text.splitlines()[-1] for _, text in _problems(result)}
    assert texts == {
        "AssertionError: Forgetful tests no layer: set its attribute channel_layer to the layer "
        "to be tested."
    }


CLASSIC = """
import unittest
import sandbox.verbatim
from asgiref.conformance import ConformanceTestCase
from asgiref.inmemory import ChannelLayer

class InMemoryTests(ConformanceTestCase):
    channel_layer = ChannelLayer(expiry=1, group_expiry=1, capacity=5)
    expiry_delay = 1.1
    capacity_limit = 5

    @unittest.skip("not today")
    def test_flush(self):
        super().test_flush()

unittest.main()
"""


def test_somebodys_own_subclass_runs_under_the_old_name(tmp_path: Path) -> None:
    """As a file of 2016 has it: really waiting, a test of its name overridden, and the class that
    was imported is skipped where the runner finds it."""
    (tmp_path / "test_layer.py").write_text(CLASSIC)
    done = subprocess.run(
        [sys.executable, "test_layer.py", "-v"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "test_flush (__main__.InMemoryTests.test_flush)" in done.stderr
    assert "Subclass it, with the layer to be tested as channel_layer." in done.stderr
    assert done.stderr.rstrip().endswith("OK (skipped=2)")
    # What a layer says of a member that gets nothing may stand before an "ok".
    assert len(re.findall(r"(?m)\bok$", done.stderr)) == len(TESTS) - 1
