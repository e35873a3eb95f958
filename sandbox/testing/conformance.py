"""The classic ``asgiref.conformance``: a test case that holds one layer to the contract.

Role: what whoever wrote a channel layer in 2016 subclassed (CLASSIC-SPEC §1.10), under the names of
then, since subclasses override them. It must not know any particular layer, nor Django.
:func:`sandbox.testing.check_channel_layer` asks more, and makes the layers itself.
"""

from __future__ import annotations

import threading
import unittest
from collections.abc import Iterable
from typing import Any, ClassVar

__all__ = ["ConformanceTestCase"]

LONGEST_WAIT_S = 20
"""A lifetime above this is not waited for: the test of it is skipped."""

MARGIN_S = 0.1
"""How long after the end of a lifetime a test looks."""

NOTHING = (None, None)


class ConformanceTestCase(unittest.TestCase):
    """Subclass it, and set ``channel_layer`` to the layer to be tested::

        from asgiref.conformance import ConformanceTestCase

        class MyLayerTests(ConformanceTestCase):
            channel_layer = MyLayer(expiry=1, group_expiry=2, capacity=5)
            expiry_delay = 1.1
            capacity_limit = 5

    Every test begins with an empty layer if it has the extension ``flush``; other layers have to
    be made anew in ``setUp``. Tests of an extension that the layer does not name are skipped.
    """

    channel_layer: Any = None
    """The layer; required."""

    expiry_delay: ClassVar[float | None] = None
    """Seconds after which an unread message has expired; ``None``: a little more than the layer's
    ``expiry``, and no test of it where that is long."""

    capacity_limit: ClassVar[int | None] = None
    """How many messages a channel holds; ``None``: capacity is not tested."""

    receive_tries: ClassVar[int] = 1
    """How often to receive until a channel counts as empty: a sharded layer may ask one of its
    shards at a time (§11.5), so it needs as many tries as it has shards."""

    @classmethod
    def setUpClass(cls) -> None:
        """Skip the class itself, which a test runner finds wherever it is imported."""
        if cls is ConformanceTestCase:
            raise unittest.SkipTest("Subclass it, with the layer to be tested as channel_layer.")
        super().setUpClass()

    def setUp(self) -> None:
        """Begin with an empty layer, where it can be emptied."""
        if self.channel_layer is None:
            raise AssertionError(
                f"{type(self).__name__} tests no layer: set its attribute channel_layer to the "
                "layer to be tested."
            )
        if "flush" in self.channel_layer.extensions:
            self.channel_layer.flush()

    # -- what subclasses may use or override ---------------------------------------------------

    def receive(self, channels: Iterable[str]) -> tuple[Any, Any]:
        """Return the next ``(channel, message)`` of *channels*, or ``(None, None)``."""
        names = list(channels)
        for _ in range(self.receive_tries):
            found: tuple[Any, Any] = self.channel_layer.receive(names)
            if found[0] is not None:
                return found
        return NOTHING

    def wait(self, seconds: float) -> None:
        """Let *seconds* pass for the layer; a layer on a clock of its own overrides it."""
        threading.Event().wait(seconds)

    def skip_if_no_extension(self, extension: str) -> None:
        """Skip the running test unless the layer has that extension."""
        if extension not in self.channel_layer.extensions:
            self.skipTest(f"The layer has no {extension}.")

    def _drain(self, *channels: str) -> list[tuple[Any, Any]]:
        found = []
        while (one := self.receive(channels))[0] is not None:
            found.append(one)
        return found

    def _capacity(self) -> int:
        if self.capacity_limit is None:
            self.skipTest("capacity_limit is not set.")
        return self.capacity_limit

    def _outlive(self, lifetime: float, what: str) -> None:
        """Wait until something with that *lifetime* in seconds has expired, or skip the test."""
        if lifetime > LONGEST_WAIT_S:
            self.skipTest(f"{what} of {lifetime:g} s is too long to wait for.")
        self.wait(lifetime)

    # -- sending and receiving (§1.3, §1.4) ----------------------------------------------------

    def test_send_recv(self) -> None:
        """A message comes once, with the name of its channel, also where several are asked for."""
        self.channel_layer.send("first", {"value": "blue"})
        self.channel_layer.send("first", {"value": "green"})
        self.channel_layer.send("second", {"value": "red"})
        found = self._drain("first")
        self.assertEqual([channel for channel, _ in found], ["first", "first"])
        self.assertEqual({message["value"] for _, message in found}, {"blue", "green"})
        self.assertEqual(self.receive(["first", "second"]), ("second", {"value": "red"}))
        self.assertEqual(self.receive(["first", "second"]), NOTHING)

    def test_single_process_receive(self) -> None:
        """Receiving on ``prefix!`` gives the full names, in the order of sending."""
        self.channel_layer.send("process!one", {"n": 1})
        self.channel_layer.send("process!two", {"n": 2})
        self.assertEqual(self.receive(["process!"]), ("process!one", {"n": 1}))
        self.assertEqual(self.receive(["process!"]), ("process!two", {"n": 2}))
        self.assertEqual(self.receive(["process!"]), NOTHING)

    def test_single_process_receive_error(self) -> None:
        """Nobody can receive on one local part."""
        with self.assertRaises(Exception):  # noqa: B017 - the contract does not say which
            self.channel_layer.receive(["process!one"])

    def test_message_alteration_after_send(self) -> None:
        """What the sender does to its dict afterwards is not in the message."""
        message = {"value": [1, 2, 3]}
        self.channel_layer.send("altered", message)
        message["value"][0] = 9
        message["other"] = [4]
        self.assertEqual(self.receive(["altered"]), ("altered", {"value": [1, 2, 3]}))

    def test_strings(self) -> None:
        """Texts and bytes come back as what they were, also further down."""
        control, text = bytes(range(256)), "a \xa3 sign and \U0001f40e\x00\x1f"
        message = {"bytes": control, "text": text, "deep": {"bytes": [control], "text": [text]}}
        self.channel_layer.send("strings", message)
        _, got = self.receive(["strings"])
        self.assertEqual(got, message)
        self.assertIsInstance(got["bytes"], bytes)
        self.assertIsInstance(got["deep"]["bytes"][0], bytes)
        self.assertIsInstance(got["text"], str)
        self.assertIsInstance(got["deep"]["text"][0], str)

    def test_exceptions(self) -> None:
        """Both exceptions are attributes of the layer, and can be caught."""
        for error in (self.channel_layer.ChannelFull, self.channel_layer.MessageTooLarge):
            self.assertTrue(issubclass(error, Exception))

    # -- names (§1.3) --------------------------------------------------------------------------

    def test_new_channel_single_reader(self) -> None:
        """``new_channel`` completes ``name?`` to a channel that works, each time another."""
        first = self.channel_layer.new_channel("single?")
        self.assertRegex(first, r"^single\?[^?!]+$")
        self.channel_layer.send(first, {"n": 1})
        self.assertNotEqual(self.channel_layer.new_channel("single?"), first)
        self.assertEqual(self.receive([first]), (first, {"n": 1}))

    def test_new_channel_failures(self) -> None:
        """It takes nothing but a name with one ``?``, at its end."""
        for pattern in ("single!", "single", "single?part", "sin?gle?", b"single?"):
            with self.subTest(pattern=pattern):
                with self.assertRaises(Exception):  # noqa: B017 - the contract does not say which
                    self.channel_layer.new_channel(pattern)

    # -- expiry (§1.6) -------------------------------------------------------------------------

    def test_message_expiry(self) -> None:
        """An unread message is gone after its time."""
        self.channel_layer.send("expires", {"n": 1})
        delay = self.expiry_delay
        if delay is None:
            delay = self.channel_layer.expiry + MARGIN_S
        self._outlive(delay, "An expiry")
        self.assertEqual(self.receive(["expires"]), NOTHING)

    def test_group_expiry(self) -> None:
        """A member that did not join again leaves by itself."""
        self.skip_if_no_extension("groups")
        self.channel_layer.group_add("short", "member")
        self._outlive(self.channel_layer.group_expiry + MARGIN_S, "A group_expiry")
        self.channel_layer.send_group("short", {"n": 1})
        self.assertEqual(self.receive(["member"]), NOTHING)
        self.assertEqual(set(self.channel_layer.group_channels("short")), set())

    # -- groups (§1.7) -------------------------------------------------------------------------

    def test_groups(self) -> None:
        """A message reaches every member once, and who has left not at all."""
        self.skip_if_no_extension("groups")
        for member in ("one", "two", "three", "two"):
            self.channel_layer.group_add("people", member)
        self.channel_layer.group_discard("people", "three")
        self.channel_layer.group_discard("people", "nobody")
        self.channel_layer.send_group("people", {"n": 1})
        found = self._drain("one", "two", "three")
        self.assertCountEqual(found, [("one", {"n": 1}), ("two", {"n": 1})])

    def test_groups_process(self) -> None:
        """Members of one process each get the message under their own full name."""
        self.skip_if_no_extension("groups")
        members = ["process!one", "process!two", "process!three"]
        for member in members:
            self.channel_layer.group_add("people", member)
        self.channel_layer.group_discard("people", "process!two")
        self.channel_layer.send_group("people", {"n": 1})
        wanted = [("process!one", {"n": 1}), ("process!three", {"n": 1})]
        self.assertCountEqual(self._drain("process!"), wanted)

    def test_group_channels(self) -> None:
        """``group_channels`` tells who is in a group."""
        self.skip_if_no_extension("groups")
        layer = self.channel_layer
        self.assertEqual(set(layer.group_channels("people")), set())
        layer.group_add("people", "one")
        layer.group_add("people", "process!two")
        self.assertEqual(set(layer.group_channels("people")), {"one", "process!two"})
        layer.group_discard("people", "one")
        self.assertEqual(set(layer.group_channels("people")), {"process!two"})

    # -- flush (§1.8) --------------------------------------------------------------------------

    def test_flush(self) -> None:
        """Nothing that was sent before is there afterwards."""
        self.skip_if_no_extension("flush")
        self.channel_layer.send("flushed", {"n": 1})
        self.channel_layer.send("process!flushed", {"n": 2})
        self.channel_layer.flush()
        self.assertEqual(self.receive(["flushed", "process!"]), NOTHING)

    def test_flush_groups(self) -> None:
        """Nobody is in a group afterwards."""
        self.skip_if_no_extension("groups")
        self.skip_if_no_extension("flush")
        self.channel_layer.group_add("people", "one")
        self.channel_layer.flush()
        self.channel_layer.send_group("people", {"n": 1})
        self.assertEqual(self.receive(["one"]), NOTHING)

    # -- capacity (§1.5) -----------------------------------------------------------------------

    def test_capacity(self) -> None:
        """A channel takes exactly its capacity; then it is full, and others are not."""
        for number in range(self._capacity()):
            self.channel_layer.send("full", {"n": number})
        with self.assertRaises(self.channel_layer.ChannelFull):
            self.channel_layer.send("full", {"n": -1})
        self.channel_layer.send("roomy", {})
        self.assertEqual(len(self._drain("full")), self.capacity_limit)

    def test_capacity_process(self) -> None:
        """The clients of one process share its capacity."""
        for number in range(self._capacity()):
            self.channel_layer.send(f"process!{number}", {"n": number})
        for name in ("process!0", "process!another"):
            with self.assertRaises(self.channel_layer.ChannelFull):
                self.channel_layer.send(name, {})

    def test_capacity_group(self) -> None:
        """Sending to a group is never refused: a member that is full misses the message."""
        self.skip_if_no_extension("groups")
        self.channel_layer.group_add("people", "full")
        self.channel_layer.group_add("people", "roomy")
        for number in range(self._capacity()):
            self.channel_layer.send("full", {"n": number})
        self.channel_layer.send_group("people", {"n": -1})
        self.assertEqual(self._drain("roomy"), [("roomy", {"n": -1})])
        self.assertEqual(len(self._drain("full")), self.capacity_limit)
