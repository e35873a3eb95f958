"""The exceptions: one tree, the classic names with the classic bases, texts that help."""

from __future__ import annotations

import inspect
from types import SimpleNamespace
from typing import Any

import pytest

from sandbox import errors
from sandbox.errors import ChannelSocketException, SandboxError, WebsocketCloseException

OURS = {
    "NothingArrived": TimeoutError,
    "NotSettled": TimeoutError,
    "TabClosed": ConnectionError,
    "SandboxStopped": RuntimeError,
    "PortTaken": OSError,
    "NotAConsumer": TypeError,
    "ChannelsConflict": ImportError,
    "NotAvailableHere": RuntimeError,
    "BadRecording": ValueError,
    "LayerDown": ConnectionError,
}
CLASSIC = {
    "ChannelFull": Exception,
    "MessageTooLarge": Exception,
    "ConsumeLater": Exception,
    "DenyConnection": Exception,
    "ChannelSocketException": Exception,
    "WebsocketCloseException": ChannelSocketException,
    "ResponseLater": Exception,
    "RequestTimeout": Exception,
    "RequestAborted": Exception,
    "SendNotAvailableOnDemultiplexer": Exception,
    "InvalidChannelLayerError": ValueError,
}


def test_all_exceptions_are_public() -> None:
    """The module exports its exceptions, all of them, sorted, each with a docstring."""
    found = [name for name, one in vars(errors).items() if inspect.isclass(one)]
    found = [name for name in found if issubclass(getattr(errors, name), Exception)]
    assert sorted(found) == sorted(errors.__all__) == errors.__all__
    assert set(found) == {"SandboxError", *OURS, *CLASSIC}
    assert all(getattr(errors, name).__doc__ for name in found)


def test_the_picture_in_the_docstring_has_them_all() -> None:
    """Each exception stands in the tree that the module shows."""
    assert errors.__doc__ is not None
    assert [name for name in errors.__all__ if name not in errors.__doc__] == []


@pytest.mark.parametrize(("name", "base"), OURS.items())
def test_ours_are_caught_by_either_base(name: str, base: type[Exception]) -> None:
    """What the sandbox raises is a SandboxError and what Python would call it."""
    error = getattr(errors, name)("text")
    assert isinstance(error, SandboxError)
    assert isinstance(error, base)
    assert str(error) == "text"


@pytest.mark.parametrize(("name", "base"), CLASSIC.items())
def test_classic_ones_have_their_bases(name: str, base: type[Exception]) -> None:
    """The classic exceptions are no SandboxErrors: user code raises and catches them itself."""
    cls = getattr(errors, name)
    assert cls.__bases__ == (base,)
    assert not issubclass(cls, SandboxError)


@pytest.mark.parametrize("code", [None, 1000, 3000, 4999])
def test_close_codes_that_an_application_may_use(code: int | None) -> None:
    """1000 and 3000 to 4999; without one the socket is closed with 1000."""
    sent: list[Any] = []
    message = SimpleNamespace(
        channel=SimpleNamespace(name="websocket.receive"),
        reply_channel=SimpleNamespace(send=sent.append),
    )
    WebsocketCloseException(code).run(message)
    assert sent == [{"close": True if code is None else code}]


@pytest.mark.parametrize("code", [0, 999, 1001, 1006, 2999, 5000])
def test_close_codes_that_belong_to_the_protocol(code: int) -> None:
    """Others are a ValueError where the exception is made."""
    with pytest.raises(ValueError, match=f"from 3000 to 4999, not {code}"):
        WebsocketCloseException(code)


def test_only_a_websocket_message_has_a_socket_to_close() -> None:
    """On another channel the error says so."""
    message = SimpleNamespace(channel=SimpleNamespace(name="http.request"))
    with pytest.raises(ValueError, match=r"'http\.request', but only messages on websocket"):
        WebsocketCloseException().run(message)


def test_the_base_answers_nothing_by_itself() -> None:
    """A subclass of ChannelSocketException has to say how it answers."""
    with pytest.raises(NotImplementedError):
        ChannelSocketException().run(None)
