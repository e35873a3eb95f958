"""A pipe carries whole messages, both ways, until one end goes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from sandbox.processes.pipe import Pipe


@pytest.fixture
def ends() -> Iterator[tuple[Pipe, Pipe]]:
    """Both ends of a pipe."""
    one, other = (Pipe(sock) for sock in socket.socketpair())
    yield one, other
    one.close()
    other.close()


def test_messages_arrive_whole_and_in_order(ends: tuple[Pipe, Pipe]) -> None:
    """Also those that are longer than any buffer on the way."""
    one, other = ends
    large = b"x" * 3_000_000
    sending = threading.Thread(target=lambda: [one.send("n", n, large) for n in range(3)])
    sending.start()
    assert [other.receive() for _ in range(3)] == [("n", n, large) for n in range(3)]
    sending.join()


def test_many_threads_may_send(ends: tuple[Pipe, Pipe]) -> None:
    """Their messages do not mix."""
    one, other = ends
    threads = [threading.Thread(target=one.send, args=(n, "y" * 1000)) for n in range(20)]
    for thread in threads:
        thread.start()
    assert sorted(other.receive()[0] for _ in threads) == list(range(20))  # type: ignore[index]
    for thread in threads:
        thread.join()


def test_the_end_of_one_is_heard_by_the_other(ends: tuple[Pipe, Pipe]) -> None:
    """Receiving ends with None, sending says False."""
    one, other = ends
    heard: list[object] = []
    waiting = threading.Thread(target=lambda: heard.append(other.receive()))
    waiting.start()
    one.close()
    waiting.join(10)
    assert heard == [None]
    assert one.receive() is None
    assert not one.send("too late")


def test_what_cannot_be_pickled_is_not_sent_in_part(ends: tuple[Pipe, Pipe]) -> None:
    """The next message is whole."""
    one, other = ends
    with pytest.raises(TypeError):
        one.send(threading.Lock())
    one.send("whole")
    assert other.receive() == ("whole",)
