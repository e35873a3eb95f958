"""What Django had in 2016 and programs of that time use: put back where nothing else has its name.

Role: let a project run without a change of its ``models.py`` and ``urls.py`` (the purpose of
:mod:`sandbox.verbatim`, without which nothing here happens). Modules that are gone are in
:mod:`sandbox.consumers.classic_paths`; here are names in modules that are still there, and two
settings. It must not know channels, and changes nothing that Django of today has itself.

:func:`before_models` runs before models are imported, :func:`after_models` before URLs are.
"""

from __future__ import annotations

import functools
import inspect
import logging
from collections.abc import Callable
from datetime import UTC
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.template import TemplateSyntaxError, defaulttags
from django.utils.module_loading import import_string

__all__ = [
    "CallableBool",
    "adapt_middleware",
    "after_models",
    "before_models",
    "check_user_model",
]

logger = logging.getLogger("django.channels")

NAMES: dict[str, dict[str, str]] = {
    "django.conf.urls": {"url": "django.urls.re_path"},
    "django.utils.decorators": {"available_attrs": "sandbox.django.bygone.available_attrs"},
    "django.utils.encoding": {
        "force_text": "django.utils.encoding.force_str",
        "python_2_unicode_compatible": "sandbox.django.six.python_2_unicode_compatible",
        "smart_text": "django.utils.encoding.smart_str",
    },
    "django.utils.http": {
        "is_safe_url": "django.utils.http.url_has_allowed_host_and_scheme",
        "urlquote": "urllib.parse.quote",
        "urlquote_plus": "urllib.parse.quote_plus",
        "urlunquote": "urllib.parse.unquote",
        "urlunquote_plus": "urllib.parse.unquote_plus",
    },
    "django.utils.timezone": {"utc": "sandbox.django.bygone.utc"},
    "django.utils.translation": {
        "ugettext": "django.utils.translation.gettext",
        "ugettext_lazy": "django.utils.translation.gettext_lazy",
        "ugettext_noop": "django.utils.translation.gettext_noop",
        "ungettext": "django.utils.translation.ngettext",
        "ungettext_lazy": "django.utils.translation.ngettext_lazy",
    },
    "django.shortcuts": {"render_to_response": "sandbox.django.bygone.render_to_response"},
}
"""Module → name that it had → what it is by now."""

utc = UTC
"""What ``django.utils.timezone`` had under that name."""

ADAPTED: dict[str, type] = {}
"""Middleware of the older form, by the name under which this module gives it out adapted."""


def before_models() -> None:
    """Put names and template tags back, and let relations cascade by default."""
    for module_name, names in NAMES.items():
        module = import_module(module_name)
        for name, now in names.items():
            if not hasattr(module, name):
                setattr(module, name, import_string(now))
    from django.db.models import ForeignKey, OneToOneField

    for relation in (ForeignKey, OneToOneField):
        _cascade_by_default(relation)
    _take_names_of_arguments()
    if not hasattr(HttpRequest, "is_ajax"):
        HttpRequest.is_ajax = is_ajax
    for tag in ("ifequal", "ifnotequal"):
        defaulttags.register.tags.setdefault(tag, compare)
    conf_urls = import_module("django.conf.urls")
    conf_urls.include = include  # type: ignore[attr-defined]


def after_models() -> None:
    """Let ``is_authenticated()`` be called, put the views of signing in and out back, and let
    MIDDLEWARE_CLASSES count."""
    _take_over_middleware()
    if not apps.is_installed("django.contrib.auth"):
        return
    from django.contrib.auth import views
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    for kind in (AbstractBaseUser, AnonymousUser):
        for name in ("is_anonymous", "is_authenticated"):
            _let_it_be_called(kind, name)
    _check_users_ourselves()
    for view in (login, logout):
        if not hasattr(views, view.__name__):
            setattr(views, view.__name__, view)


# -- names ---------------------------------------------------------------------------------------


def render_to_response(template_name: Any, context: Any = None, **kwargs: Any) -> Any:
    """Return a response with the rendered template, without a request."""
    from django.shortcuts import render

    return render(None, template_name, context, **kwargs)


def login(request: Any, template_name: str = "registration/login.html", **kwargs: Any) -> Any:
    """Show and take the form for signing in: the view function of ``django.contrib.auth.views``."""
    from django.contrib.auth.views import LoginView

    return LoginView.as_view(template_name=template_name, **kwargs)(request)


def logout(request: Any, next_page: str | None = None, **kwargs: Any) -> Any:
    """Sign out, by GET too, and go to *next_page*, to LOGOUT_REDIRECT_URL, or to ``/``."""
    from django.contrib import auth
    from django.shortcuts import redirect

    auth.logout(request)
    return redirect(next_page or settings.LOGOUT_REDIRECT_URL or "/")


def include(arg: Any, namespace: str | None = None, app_name: str | None = None) -> Any:
    """Do what ``include`` of ``django.urls`` does, and take what that of 2016 took, too.

    That is ``admin.site.urls``, a triple, as it is; and a *namespace* for URLs that name no
    application of their own.
    """
    from django.urls import include as now

    if isinstance(arg, tuple) and len(arg) == 3:
        return arg
    if namespace is None or isinstance(arg, tuple):
        return now(arg, namespace)
    module = import_module(arg) if isinstance(arg, str) else arg
    if not hasattr(module, "app_name"):
        module = (module, app_name or namespace)
    return now(module, namespace)


def available_attrs(fn: Callable[..., Any]) -> tuple[str, ...]:
    """Return what ``functools.wraps`` may copy; by now that is always the same."""
    return functools.WRAPPER_ASSIGNMENTS


def is_ajax(self: Any) -> bool:
    """Say whether a script of the page asks, by the header that jQuery sends."""
    return bool(self.META.get("HTTP_X_REQUESTED_WITH") == "XMLHttpRequest")


def _take_names_of_arguments() -> None:
    """Let a signal be made with ``providing_args``, which only ever was documentation."""
    from django.dispatch import Signal

    original = Signal.__init__
    if "providing_args" in inspect.signature(original).parameters:
        return

    @functools.wraps(original)
    def init(self: Any, providing_args: Any = None, use_caching: bool = False) -> None:
        # Without the names the first argument was use_caching already.
        original(self, use_caching or providing_args is True)

    # For wraps() leads to the signature of what is wrapped, and twice is to be harmless.
    del init.__wrapped__
    Signal.__init__ = init


# -- templates -----------------------------------------------------------------------------------


def compare(parser: Any, token: Any) -> Any:
    """Compile ``{% ifequal a b %}…{% else %}…{% endifequal %}``, and ``ifnotequal``."""
    tag, *operands = token.split_contents()
    if len(operands) != 2:
        raise TemplateSyntaxError(f"{tag} takes two values, not {len(operands)}.")
    condition = _Comparison(*map(parser.compile_filter, operands), same=tag == "ifequal")
    branches: list[tuple[_Comparison | None, Any]] = [
        (condition, parser.parse(("else", f"end{tag}")))
    ]
    if parser.next_token().contents == "else":
        branches.append((None, parser.parse((f"end{tag}",))))
        parser.delete_first_token()
    return defaulttags.IfNode(branches)


class _Comparison:
    """Two values in a template, and whether they shall be the same."""

    def __init__(self, one: Any, other: Any, *, same: bool) -> None:
        self._one, self._other, self._same = one, other, same

    def eval(self, context: Any) -> bool:
        """Compare as *context* has them; what is missing is ``None``."""
        one, other = (
            value.resolve(context, ignore_failures=True) for value in (self._one, self._other)
        )
        return bool(one == other) is self._same


# -- models --------------------------------------------------------------------------------------


def _cascade_by_default(relation: Any) -> None:
    """Let *relation* be made without ``on_delete``, as until Django 2.0; twice is harmless."""
    original = relation.__init__
    if hasattr(original, "_cascades"):
        return
    from django.db.models import CASCADE

    @functools.wraps(original)
    def init(self: Any, to: Any, *args: Any, **kwargs: Any) -> None:
        if not args and "on_delete" not in kwargs:
            kwargs["on_delete"] = CASCADE
        original(self, to, *args, **kwargs)

    init._cascades = True  # type: ignore[attr-defined]
    relation.__init__ = init


class CallableBool:
    """A truth value that can be called, as ``user.is_authenticated`` was in Django 1.10."""

    do_not_call_in_templates = True

    def __init__(self, value: bool) -> None:
        self.value = value

    def __bool__(self) -> bool:
        return self.value

    def __call__(self) -> bool:
        """Return the plain value."""
        return self.value

    def __eq__(self, other: object) -> bool:
        return self.value == bool(other) if isinstance(other, bool | CallableBool) else False

    def __hash__(self) -> int:
        return hash(self.value)

    def __repr__(self) -> str:
        return f"CallableBool({self.value})"


def _let_it_be_called(kind: Any, name: str) -> None:
    original = vars(kind).get(name)
    if isinstance(original, property) and original.fget is not None:
        get: Callable[[Any], bool] = original.fget
        if not hasattr(get, "_callable"):

            def called(self: Any) -> CallableBool:
                return CallableBool(bool(get(self)))

            called._callable = True  # type: ignore[attr-defined]
            setattr(kind, name, property(called))


_DJANGOS_CHECKS = ("auth.C009", "auth.C010")
"""That neither name is a method. Django 6 takes everything that can be called for one."""


def _check_users_ourselves() -> None:
    """Ask for methods only: what can be called and is true or false by itself is safe."""
    from django.core import checks

    silenced = list(settings.SILENCED_SYSTEM_CHECKS)
    settings.SILENCED_SYSTEM_CHECKS = [*silenced, *(set(_DJANGOS_CHECKS) - set(silenced))]
    checks.register(check_user_model, checks.Tags.models)  # a set: twice is once


def check_user_model(**kwargs: Any) -> list[Any]:
    """Find a user model whose ``is_anonymous`` or ``is_authenticated`` is a method: without a
    call it is true for everybody."""
    from django.contrib.auth import get_user_model
    from django.core import checks

    kind = get_user_model()
    user = kind()
    return [
        checks.Critical(
            f"{kind.__name__}.{name} is a method, so whoever does not call it takes everybody for "
            "it: write @property above it.",
            obj=kind,
            id="channels.C001",
        )
        for name in ("is_anonymous", "is_authenticated")
        if inspect.ismethod(getattr(user, name))
    ]


# -- middleware ----------------------------------------------------------------------------------


def _take_over_middleware() -> None:
    """Let MIDDLEWARE_CLASSES count where the project has no MIDDLEWARE of its own; whose names may
    have come from there, so that of Django's the same are left out."""
    classes = getattr(settings, "MIDDLEWARE_CLASSES", None)
    if settings.is_overridden("MIDDLEWARE"):
        settings.MIDDLEWARE = [path for path in settings.MIDDLEWARE if not _is_bygone(path)]
        return
    if classes is None:
        return
    settings.MIDDLEWARE = [path for path in map(adapt_middleware, classes) if path is not None]


def adapt_middleware(path: str) -> str | None:
    """Return the path of middleware of today's form for *path*, which may be of the older one.

    ``None`` for what Django itself had and has no more, as a warning says.
    """
    if _is_bygone(path):
        return None
    middleware = import_string(path)
    if not inspect.isclass(middleware) or any("__call__" in vars(one) for one in middleware.mro()):
        return path
    from django.utils.deprecation import MiddlewareMixin

    name = path.replace(".", "_")
    ADAPTED[name] = type(middleware.__name__, (MiddlewareMixin, middleware), {})
    return f"{__name__}.{name}"


def _is_bygone(path: str) -> bool:
    """Say whether *path* is middleware that Django itself had and has no more, with a warning."""
    if not path.startswith("django."):
        return False
    try:
        import_string(path)
    except ImportError:
        logger.warning("The settings name %s, which Django has no more: left out.", path)
        return True
    return False


def __getattr__(name: str) -> Any:
    """Give out adapted middleware by name, for Django imports it by its path."""
    if name in ADAPTED:
        return ADAPTED[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
