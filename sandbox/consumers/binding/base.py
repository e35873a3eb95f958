"""Bindings: what becomes of a model's changes, and who may change it from outside.

Role: the half of ``channels.binding`` that knows Django's signals, groups and permissions
(CLASSIC-SPEC §8). It must not know how a payload is written down: subclasses do.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from django.apps import apps
from django.db.models import signals

from sandbox.consumers.auth import channel_session_user
from sandbox.consumers.channel import Group
from sandbox.consumers.naming import shown_name
from sandbox.consumers.noting import note
from sandbox.consumers.sessions import channel_session

__all__ = ["CREATE", "DELETE", "UPDATE", "Binding", "BindingMetaclass"]

CREATE = "create"
UPDATE = "update"
DELETE = "delete"

GROUPS_BEFORE = "_binding_group_names"
"""The attribute of an instance that keeps, by binding, who saw it before the change."""


class BindingMetaclass(type):
    """Keeps every binding, and registers it: when Django is ready, or at once from then on."""

    register_immediately: ClassVar[bool] = False
    """Whether Django is ready, so that a new class is registered when it is made."""

    binding_classes: ClassVar[list[Any]] = []
    """Every binding there is, abstract ones included, oldest first."""

    def __new__(
        cls, name: str, bases: tuple[type, ...], body: dict[str, Any], **options: Any
    ) -> Any:
        """Make the class; ``ValueError`` and ``TypeError`` as :meth:`Binding.register`."""
        made: Any = super().__new__(cls, name, bases, body, **options)
        if any(isinstance(base, BindingMetaclass) for base in bases):
            if cls.register_immediately:
                made.register()
            cls._forget_earlier(made)
            cls.binding_classes.append(made)
        return made

    @classmethod
    def _forget_earlier(cls, made: Any) -> None:
        """Let a cell or a reloaded module that runs again replace its class, not double it."""
        if "<locals>" in made.__qualname__:
            return
        for earlier in [one for one in cls.binding_classes if _is_same_place(one, made)]:
            earlier.unregister()
            cls.binding_classes.remove(earlier)

    @classmethod
    def register_all(cls) -> None:
        """Register what was made until now, and from now on each class as it is made.

        Django's app does it once all models are there.
        """
        for binding in cls.binding_classes:
            binding.register()
        cls.register_immediately = True


def _is_same_place(one: Any, other: Any) -> bool:
    """Say whether the two classes were written at the same place, for the same model."""
    if (one.__module__, one.__qualname__) != (other.__module__, other.__qualname__):
        return False
    return one.__module__ == "__main__" or _label(one.model) == _label(other.model)


def _label(model: Any) -> str | None:
    if model is None or isinstance(model, str):
        return model and model.lower()
    return str(model._meta.label_lower)


class Binding(metaclass=BindingMetaclass):
    """Tells groups of a model's changes, and changes it as messages say.

    A subclass names the model and the fields, and says who sees an instance
    (:meth:`group_names`) and who may change it (:meth:`has_permission`). ``QuerySet.update()``
    and raw SQL tell nobody: Django sends no signals for them.
    """

    model: ClassVar[Any] = None
    """The model, or its name such as ``"blog.Post"``; ``None`` in a class's own body: abstract."""

    fields: ClassVar[Any] = None
    """Names of the fields that go out and may come in; ``"__all__"`` for all of them."""

    exclude: ClassVar[Any] = None
    """Instead of :attr:`fields`: names of those that do not."""

    stream: ClassVar[str | None] = None
    """The stream of its messages."""

    channel_session_user: ClassVar[bool] = True
    """Whether what comes in has ``message.user``."""

    channel_session: ClassVar[bool] = False
    """Whether it has ``message.channel_session``; implied by the other."""

    signal_kwargs: Mapping[str, Any] | None = None
    """What the signal after the change brought, while it is serialized."""

    model_label: ClassVar[str] = ""
    """``"blog.post"``, once registered."""

    message: Any
    kwargs: dict[str, Any]
    user: Any
    instance: Any

    # -- registration --------------------------------------------------------------------------

    @classmethod
    def register(cls) -> None:
        """Listen to the model's changes from now on; nothing for an abstract class.

        Raises:
            ValueError: it inherits ``model = None``, or has neither fields nor exclude, or the
                model does not exist.
            TypeError: ``group_names`` cannot be called with an instance.
        """
        if cls.model is None:
            if "model" in vars(cls):
                return
            raise ValueError(
                f"You must set the model attribute on Binding {cls!r}: model = Post, or "
                "model = None in its own body if it is only a base of others."
            )
        if cls.fields is None and cls.exclude is None:
            raise ValueError(
                f"You must set the fields attribute or exclude attribute on Binding {cls!r}: "
                "fields = ['name'], or fields = '__all__' for all of them."
            )
        if isinstance(cls.model, str):
            cls.model = _model_of(cls.model, cls)
        _check_group_names(cls)
        cls.model_label = cls.model._meta.label_lower
        for model in cls.get_registered_models():
            for signal, receiver in cls._receivers():
                signal.connect(receiver, sender=model)

    @classmethod
    def unregister(cls) -> None:
        """Listen no longer; harmless if it never did."""
        if cls.model is None or isinstance(cls.model, str):
            return
        for model in cls.get_registered_models():
            for signal, receiver in cls._receivers():
                signal.disconnect(receiver, sender=model)

    @classmethod
    def get_registered_models(cls) -> Iterable[Any]:
        """Return the models whose changes count; a subclass may add proxies."""
        return [cls.model]

    @classmethod
    def _receivers(cls) -> list[tuple[Any, Callable[..., None]]]:
        return [
            (signals.pre_save, cls.pre_save_receiver),
            (signals.post_save, cls.post_save_receiver),
            (signals.pre_delete, cls.pre_delete_receiver),
            (signals.post_delete, cls.post_delete_receiver),
        ]

    # -- outbound ------------------------------------------------------------------------------

    @classmethod
    def pre_save_receiver(cls, instance: Any, **kwargs: Any) -> None:
        """Note who saw *instance* before it is saved."""
        # Not by its primary key: one of a UUID has it before it is in the database (trap 18).
        cls.pre_change_receiver(instance, CREATE if instance._state.adding else UPDATE)

    @classmethod
    def post_save_receiver(cls, instance: Any, created: bool, **kwargs: Any) -> None:
        """Tell of *instance*, which was saved."""
        cls.post_change_receiver(instance, CREATE if created else UPDATE, **kwargs)

    @classmethod
    def pre_delete_receiver(cls, instance: Any, **kwargs: Any) -> None:
        """Note who saw *instance* before it is deleted."""
        cls.pre_change_receiver(instance, DELETE)

    @classmethod
    def post_delete_receiver(cls, instance: Any, **kwargs: Any) -> None:
        """Tell of *instance*, which was deleted."""
        cls.post_change_receiver(instance, DELETE, **kwargs)

    @classmethod
    def pre_change_receiver(cls, instance: Any, action: str) -> None:
        """Keep on *instance* which groups see it now: none if *action* is to create it."""
        groups = set() if action == CREATE else set(cls.group_names(instance))
        vars(instance).setdefault(GROUPS_BEFORE, {})[cls] = groups

    @classmethod
    def post_change_receiver(cls, instance: Any, action: str, **kwargs: Any) -> None:
        """Tell each group what *action* means to it: who no longer sees *instance* that it is
        deleted, who still does that it changed, who newly does that it was created; in this
        order."""
        before = vars(instance).get(GROUPS_BEFORE, {}).pop(cls, set())
        now = set() if action == DELETE else set(cls.group_names(instance))
        binding = cls()
        binding.instance = instance
        binding.send_messages(instance, before - now, DELETE, **kwargs)
        binding.send_messages(instance, before & now, UPDATE, **kwargs)
        binding.send_messages(instance, now - before, CREATE, **kwargs)

    def send_messages(
        self, instance: Any, group_names: Iterable[str], action: str, **kwargs: Any
    ) -> None:
        """Send *action* on *instance* to groups, on the default layer; in a consumer when it ends.

        Nothing is serialized where there is no group, and an empty payload is not sent.
        ``AssertionError`` for a binding without a stream.
        """
        names = sorted(group_names)
        if not names:
            return
        self.signal_kwargs = kwargs
        payload = self.serialize(instance, action)
        if payload == {}:
            return
        if self.stream is None:
            raise AssertionError(
                f"{shown_name(type(self))} needs a stream to send in: stream = {'posts'!r}, the "
                "name by which the page takes its messages."
            )
        message = self.encode(self.stream, payload)
        for name in names:
            Group(name).send(message)

    @classmethod
    def encode(cls, stream: str, payload: Any) -> dict[str, Any]:
        """Return the message that carries *payload* in *stream*."""
        raise NotImplementedError(_missing(cls, "encode(cls, stream, payload)"))

    @classmethod
    def group_names(cls, instance: Any) -> Iterable[str]:
        """Return the names of the groups that may see *instance* as it is now."""
        raise NotImplementedError(_missing(cls, "group_names(cls, instance)"))

    def serialize(self, instance: Any, action: str) -> Any:
        """Return the payload that tells of *action* on *instance*; ``{}`` sends nothing."""
        raise NotImplementedError(_missing(type(self), "serialize(self, instance, action)"))

    # -- inbound -------------------------------------------------------------------------------

    @classmethod
    def consumer(cls, message: Any, **kwargs: Any) -> None:
        """Consume a message: put this into the ``consumers`` of a demultiplexer."""
        cls.get_handler()(message, **kwargs)

    @classmethod
    def get_handler(cls) -> Callable[..., Any]:
        """Return :meth:`trigger_inbound`, wrapped as the class's attributes say."""
        handler = cls.trigger_inbound
        if cls.channel_session_user:
            return channel_session_user(handler)
        if cls.channel_session:
            return channel_session(handler)
        return handler

    @classmethod
    def trigger_inbound(cls, message: Any, **kwargs: Any) -> None:
        """Do what *message* asks for; only frames ask, connect and disconnect are passed over."""
        if message.channel.name != "websocket.receive":
            return
        from django.contrib.auth.models import AnonymousUser  # models, so not before Django is up

        binding = cls()
        binding.message = message
        binding.kwargs = kwargs
        action, pk, data = binding.deserialize(message)
        binding.user = getattr(message, "user", None) or AnonymousUser()
        binding.run_action(action, pk, data)

    def deserialize(self, message: Any) -> tuple[Any, Any, Any]:
        """Return the action, the primary key and the data that *message* names."""
        raise NotImplementedError(_missing(type(self), "deserialize(self, message)"))

    def has_permission(self, user: Any, action: str, pk: Any) -> bool:
        """Say whether *user* may do *action* with the instance *pk* (``None`` to create one)."""
        raise NotImplementedError(_missing(type(self), "has_permission(self, user, action, pk)"))

    def run_action(self, action: Any, pk: Any, data: Any) -> None:
        """Do *action* if :meth:`has_permission` allows it; else nothing, as the log says.

        ``ValueError`` for an action that there is not.
        """
        if not self.has_permission(self.user, action, pk):
            note(
                self.message,
                "binding.refused",
                binding=shown_name(type(self)),
                action=str(action),
                pk=None if pk is None else str(pk),
                user=str(self.user) or None,
            )
            return
        if action == CREATE:
            self.create(data)
        elif action == UPDATE:
            self.update(pk, data)
        elif action == DELETE:
            self.delete(pk)
        else:
            raise ValueError(f"Bad action {action!r}: there are create, update and delete.")

    def create(self, data: Any) -> None:
        """Make an instance of *data*."""
        raise NotImplementedError(_missing(type(self), "create(self, data)"))

    def update(self, pk: Any, data: Any) -> None:
        """Change the instance *pk* as *data* says."""
        raise NotImplementedError(_missing(type(self), "update(self, pk, data)"))

    def delete(self, pk: Any) -> None:
        """Delete the instance *pk*; nothing if there is none."""
        self.model.objects.filter(pk=pk).delete()


def _model_of(label: str, binding: type) -> Any:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise ValueError(
            f"The model of Binding {binding!r} is {label!r}, which does not exist ({error}): give "
            "the model itself, or its name such as 'blog.Post'."
        ) from error


def _check_group_names(binding: Any) -> None:
    """Refuse what Channels before 1.0 took: ``group_names(self, instance, action)``."""
    try:
        inspect.signature(binding.group_names).bind(None)
    except TypeError as error:
        raise TypeError(
            f"group_names of Binding {binding!r} is called with an instance alone, as a "
            f"classmethod, since Channels 1.0, but {error}: write @classmethod and "
            "def group_names(cls, instance)."
        ) from error


def _missing(binding: type, method: str) -> str:
    return f"{shown_name(binding)} has to define {method}."
