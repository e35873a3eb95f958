"""An origin check is found wherever a consumer or an application wraps it."""

from __future__ import annotations

import functools
from typing import Any

from sandbox.consumers.generic.websockets import WebsocketConsumer
from sandbox.consumers.security.websockets import allowed_hosts_only
from sandbox.looking.origins import checks_origin


@allowed_hosts_only
def checked(message: Any) -> None:
    """Connect."""


def unchecked(message: Any) -> None:
    """Connect."""


def logged(consumer: Any) -> Any:
    """Wrap *consumer* as many decorators do."""

    @functools.wraps(consumer)
    def inner(message: Any) -> Any:
        return consumer(message)

    return inner


class OriginValidator:
    """Stands for the class of that name in Channels 4, which cannot be imported beside ours."""

    def __init__(self, application: Any) -> None:
        self.application = application


class Router:
    """An application that routes to others."""

    def __init__(self, **mapping: Any) -> None:
        self.application_mapping = mapping


def test_a_decorated_consumer_checks() -> None:
    """So does one with another decorator around it."""
    assert checks_origin(checked)
    assert checks_origin(logged(checked))
    assert not checks_origin(unchecked)
    assert not checks_origin(logged(unchecked))


def test_a_class_checks_by_one_of_its_methods() -> None:
    """A consumer class that decorates its handler."""

    class Safe(WebsocketConsumer):
        connect = allowed_hosts_only(unchecked)

    assert checks_origin(Safe)
    assert not checks_origin(WebsocketConsumer)


def test_an_application_of_channels_4_checks_by_what_it_wraps() -> None:
    """The validator may stand anywhere between the router and the consumer."""
    assert checks_origin(Router(websocket=logged(OriginValidator(unchecked))))
    assert not checks_origin(Router(websocket=logged(unchecked)))


def test_a_circle_ends() -> None:
    """Applications refer to each other."""
    first, second = Router(), Router()
    first.application_mapping["to"], second.application_mapping["to"] = second, first
    assert not checks_origin(first)
