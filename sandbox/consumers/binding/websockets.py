"""Bindings whose payloads are frames of a multiplexed WebSocket.

Role: ``channels.binding.websockets`` (CLASSIC-SPEC §8.2, §8.3): an instance as JSON, and JSON as a
change of an instance. It must not know when changes happen, nor who may make them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.core import serializers
from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder

from sandbox.consumers.binding.base import Binding
from sandbox.consumers.generic.websockets import WebsocketMultiplexer
from sandbox.consumers.sessions import enforce_ordering

__all__ = ["WebsocketBinding", "WebsocketBindingWithMembers"]

ALL = "__all__"


class WebsocketBinding(Binding):
    """A model whose changes are frames, and whose frames are changes.

    ::

        class PostBinding(WebsocketBinding):
            model = Post
            stream = "posts"
            fields = ["title", "text"]

            @classmethod
            def group_names(cls, instance):
                return ["blog"]

            def has_permission(self, user, action, pk):
                return user.is_authenticated

        class Demultiplexer(WebsocketDemultiplexer):
            consumers = {"posts": PostBinding.consumer}
            groups = ["blog"]

    Out: ``{"stream": "posts", "payload": {"action", "pk", "data", "model"}}``. In:
    ``{"stream": "posts", "payload": {"action", "pk", "data"}}``; what comes in is told to the
    groups as any other change.
    """

    model: ClassVar[Any] = None

    strict_ordering: ClassVar[bool] = False
    """Whether a connection's frames run in the order in which they were sent."""

    # -- outbound ------------------------------------------------------------------------------

    @classmethod
    def encode(cls, stream: str, payload: Any) -> dict[str, Any]:
        """Return the frame; dates, decimals and UUIDs are texts in it."""
        return WebsocketMultiplexer.encode(stream, payload)

    def serialize(self, instance: Any, action: str) -> dict[str, Any]:
        """Return action, primary key, data and the model's label."""
        return {
            "action": action,
            "pk": instance.pk,
            "data": self.serialize_data(instance),
            "model": self.model_label,
        }

    def serialize_data(self, instance: Any) -> dict[str, Any]:
        """Return the fields that go out, in JSON's types, as Django's serializer has them."""
        text = serializers.serialize("json", [instance], fields=self._fields_of(instance))
        fields: dict[str, Any] = json.loads(text)[0]["fields"]
        return fields

    def _fields_of(self, instance: Any) -> list[str] | None:
        """Return the names of the fields that go out; ``None`` for all."""
        if self.fields is None:
            names = (field.name for field in instance._meta.get_fields())
            return [name for name in names if name not in self.exclude]
        return None if _is_all(self.fields) else list(self.fields)

    # -- inbound -------------------------------------------------------------------------------

    @classmethod
    def get_handler(cls) -> Callable[..., Any]:
        """Return the handler, in the order of sending if that is wanted.

        ``ValueError`` for ``slight_ordering``, which is gone.
        """
        if getattr(cls, "slight_ordering", False):
            raise ValueError(
                "Slight ordering is always on since Channels 1.0: take slight_ordering = True away."
            )
        handler = super().get_handler()
        return enforce_ordering(handler) if cls.strict_ordering else handler

    def deserialize(self, message: Any) -> tuple[Any, Any, Any]:
        """Return action, primary key and data of a payload; ``ValueError`` if it is none."""
        body = json.loads(message["text"])
        if not isinstance(body, dict) or "action" not in body:
            raise ValueError(
                'A binding is sent {"action": "update", "pk": 1, "data": {…}}, not '
                f"{message['text'][:80]!r}."
            )
        return body["action"], body.get("pk"), body.get("data")

    def create(self, data: Any) -> None:
        """Make an instance of those of *data* that may come in; it never overwrites one."""
        hydrated = self._hydrate(None, self._allowed(data))
        hydrated.object.save(force_insert=True)
        _save_relations(hydrated)

    def update(self, pk: Any, data: Any) -> None:
        """Change those fields of the instance *pk* that are in *data* and may come in."""
        allowed = self._allowed(data)
        instance = self.model.objects.get(pk=pk)
        hydrated = self._hydrate(pk, allowed)
        related = hydrated.m2m_data or {}
        for name in allowed.keys() - related.keys():
            attribute = self.model._meta.get_field(name).attname
            setattr(instance, attribute, getattr(hydrated.object, attribute))
        instance.save()
        hydrated.object = instance
        _save_relations(hydrated)

    def _allowed(self, data: Any) -> dict[str, Any]:
        """Return the part of *data* that may come in; ``ValueError`` if it is no JSON object."""
        if not isinstance(data, dict):
            raise ValueError(
                f'The data of a change of {self.model_label} are {{"name": value}}, not {data!r}.'
            )
        return {name: value for name, value in data.items() if self._may_come_in(name)}

    def _may_come_in(self, name: str) -> bool:
        key = self.model._meta.pk
        if name in (key.name, key.attname, "pk") and not self._names_key():
            return False  # which row it is, is said by pk alone
        if self.fields is None:
            return name not in self.exclude
        return _is_all(self.fields) or name in self.fields

    def _names_key(self) -> bool:
        """Say whether the binding lets clients choose the primary key, by naming it."""
        named: Iterable[str] = () if self.fields is None or _is_all(self.fields) else self.fields
        return self.model._meta.pk.name in named

    def _hydrate(self, pk: Any, data: dict[str, Any]) -> Any:
        """Return a deserialized object of *data*, not saved; ``ValueError`` for what is none."""
        raw = [{"pk": pk, "model": self.model_label, "fields": data}]
        try:
            return next(iter(serializers.deserialize("python", raw)))
        except (serializers.base.DeserializationError, FieldDoesNotExist) as error:
            raise ValueError(
                f"A {self.model_label} cannot take what came in, {data!r}: {error}"
            ) from error


class WebsocketBindingWithMembers(WebsocketBinding):
    """A binding that sends more of an instance than its fields: properties, methods, relations."""

    model: ClassVar[Any] = None

    send_members: ClassVar[Iterable[str]] = ()
    """Names or dotted paths: ``"get_title"``, ``"author.name"``. What can be called is called;
    the key of ``"author.name"`` is ``author__name``."""

    encoder: ClassVar[json.JSONEncoder] = DjangoJSONEncoder()
    """Turns the members' values into JSON."""

    def serialize_data(self, instance: Any) -> dict[str, Any]:
        """Return the fields and the members; a member wins over a field of its name."""
        data = super().serialize_data(instance)
        members = {path.replace(".", "__"): _member(instance, path) for path in self.send_members}
        data.update(json.loads(self.encoder.encode(members)))
        return data


def _member(instance: Any, path: str) -> Any:
    found = instance
    for name in path.split("."):
        found = getattr(found, name)
    return found() if callable(found) else found


def _is_all(fields: Any) -> bool:
    return fields == ALL or list(fields) == [ALL]


def _save_relations(hydrated: Any) -> None:
    """Set the many-to-many fields that came in; they need the instance in the database."""
    for name, values in (hydrated.m2m_data or {}).items():
        getattr(hydrated.object, name).set(values)
