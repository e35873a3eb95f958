"""The base of all consumers that are classes.

Role: lead a message to the method that its channel names (CLASSIC-SPEC §4.9). It must not know
what the messages mean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from sandbox.consumers.auth import channel_session_user
from sandbox.consumers.naming import is_async
from sandbox.consumers.routing import RouteClass
from sandbox.consumers.sessions import channel_session
from sandbox.errors import NotAConsumer

__all__ = ["BaseConsumer"]


class BaseConsumer:
    """A consumer with a method for each channel; ``route_class`` puts it into a routing.

    One instance for each message, and **constructing it runs the message**: nothing is left on
    ``self`` for the next one. What is to be kept belongs into a session.
    """

    method_mapping: ClassVar[Mapping[str, str]] = {}
    """Channel → name of the method that consumes its messages."""

    channel_session: bool = False
    """Whether the message has ``channel_session`` when the method runs."""

    channel_session_user: bool = False
    """Whether it has ``user`` too."""

    message: Any
    """The message that this instance is there for."""

    kwargs: dict[str, Any]
    """What the route took from it."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse methods that are async where the class's messages lead: ``NotAConsumer``."""
        super().__init_subclass__(**kwargs)
        mapped = set(cls.method_mapping.values())
        for name, member in vars(cls).items():
            called = name in mapped or any(hasattr(base, name) for base in cls.__bases__)
            if called and is_async(getattr(member, "__func__", member)):
                raise NotAConsumer(
                    f"{cls.__qualname__}.{name} is async: consumers are plain code in a worker's "
                    "thread; async ones are Channels 4's. Write it with def, without await."
                )

    def __init__(self, message: Any, **kwargs: Any) -> None:
        self.message = message
        self.kwargs = kwargs
        self.dispatch(message, **kwargs)

    @classmethod
    def channel_names(cls) -> set[str]:
        """Return the channels that this class hears."""
        return set(cls.method_mapping)

    @classmethod
    def as_route(cls, attrs: dict[str, Any] | None = None, **filters: Any) -> RouteClass:
        """Return a route to this class; with *attrs*, to a subclass that has these attributes.

        *filters* are those of ``route``. ``AssertionError`` if *attrs* is no dict.
        """
        if attrs is None:
            return RouteClass(cls, **filters)
        if not isinstance(attrs, dict):
            raise AssertionError(
                f"as_route takes attributes as a dict such as {{'strict_ordering': True}}, not "
                f"{attrs!r}; filters are given by name: as_route(path=r'^/chat')."
            )
        # Its name on the picture, and its place for pickles, are those of this class.
        named = {"__module__": cls.__module__, "__qualname__": cls.__qualname__}
        return RouteClass(type(cls.__name__, (cls,), {**named, **attrs}), **filters)

    def get_handler(self, message: Any, **kwargs: Any) -> Callable[..., Any]:
        """Return the method for *message*, wrapped as the class's attributes say."""
        handler: Callable[..., Any] = getattr(self, self.method_mapping[message.channel.name])
        if self.channel_session_user:
            return channel_session_user(handler)
        if self.channel_session:
            return channel_session(handler)
        return handler

    def dispatch(self, message: Any, **kwargs: Any) -> Any:
        """Run *message*; called by the constructor."""
        return self.get_handler(message, **kwargs)(message, **kwargs)
