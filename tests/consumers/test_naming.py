"""Names of things, both ways."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from sandbox.consumers import auth, sessions
from sandbox.consumers.naming import import_path, qualified_name, require_plain
from sandbox.consumers.security.websockets import allowed_hosts_only
from sandbox.errors import NotAConsumer


class Thing:
    """Something with a method."""

    def method(self) -> None:
        """Do nothing."""


class Wrapper:
    """A decorator that is a class."""

    def __init__(self, function: Callable[..., Any]) -> None:
        functools.update_wrapper(self, function)

    def __call__(self) -> None:
        """Do nothing."""


@pytest.mark.parametrize(
    ("thing", "name"),
    [
        (import_path, "sandbox.consumers.naming.import_path"),
        (Thing, "Thing"),
        (Thing(), "Thing"),
        (Thing.method, "Thing.method"),
        (Thing().method, "Thing.method"),
        (functools.partial(Thing), "functools.partial"),
        (len, "builtins.len"),
        (Wrapper(Thing.method), "Thing.method"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_things_have_names(thing: Callable[..., Any], name: str) -> None:
    """Functions, methods and classes are named by module; anything else by its class."""
    assert qualified_name(thing).removeprefix(__name__ + ".") == name


def test_a_dotted_path_is_imported() -> None:
    """The last dot parts module and name."""
    assert import_path("sandbox.consumers.naming.import_path", "consumer") is import_path


@pytest.mark.parametrize("path", ["no_such_module.name", "sandbox.consumers.naming.no_such_name"])
def test_a_path_that_leads_nowhere(path: str) -> None:
    """A missing module or name is ImproperlyConfigured, with what was wanted and why."""
    with pytest.raises(ImproperlyConfigured, match=f"Cannot import consumer '{path}': "):
        import_path(path, "consumer")


def test_a_path_without_a_dot() -> None:
    """A name alone is a ValueError that shows what a path looks like."""
    with pytest.raises(ValueError, match=r"dotted path such as 'chat\.consumers\.ws_message'"):
        import_path("ws_message", "consumer")


async def asynchronous(message: Any) -> None:
    """Consume nothing."""


DECORATORS = [
    auth.channel_session_user,
    auth.http_session_user,
    auth.channel_session_user_from_http,
    auth.channel_and_http_session_user_from_http,
    sessions.channel_session,
    sessions.http_session,
    sessions.channel_and_http_session,
    sessions.enforce_ordering,
    sessions.enforce_ordering(),
    allowed_hosts_only,
]


@pytest.mark.parametrize("decorate", DECORATORS)
def test_no_decorator_hides_that_a_consumer_is_async(decorate: Callable[..., Any]) -> None:
    """It would look like a plain one, and never run."""
    with pytest.raises(NotAConsumer, match="asynchronous is async"):
        decorate(asynchronous)


def test_what_runs_when_it_is_called_is_plain() -> None:
    """Functions, objects with a plain call, and classes; not one whose call is async."""

    class Later:
        async def __call__(self, message: Any) -> None:
            """Consume nothing."""

    for plain in (len, Thing, Thing().method, functools.partial(Thing)):
        require_plain(plain)
    for waiting in (asynchronous, Later()):
        with pytest.raises(NotAConsumer, match="without await"):
            require_plain(waiting)
