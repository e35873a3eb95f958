"""The names of 2016: the same things under both names, and nothing but those.

What is imported decides here, so most tests run in a Python of their own.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TALK = Path(__file__).parent / "data" / "talk"

RunPython = Callable[..., str]

CHANNELS_4 = {
    "channels/__init__.py": '__version__ = "4.3.2"\n',
    "channels/layers.py": "def get_channel_layer(): ...\n",
    "channels-4.3.2.dist-info/METADATA": "Metadata-Version: 2.1\nName: channels\nVersion: 4.3.2\n",
}
"""What stands for Channels 4 on a path: a package and its distribution."""

DJANGO = (
    "import django; from django.conf import settings; settings.configure(INSTALLED_APPS=["
    "'django.contrib.contenttypes', 'django.contrib.auth', 'django.contrib.sessions', "
    "'sandbox.django', 'sandbox.django.delay']); django.setup()"
)
"""A Django whose apps have all models that the classic modules name."""

KERNEL = """
    import sys, types
    shell = types.SimpleNamespace(kernel=object())
    sys.modules["IPython"] = types.SimpleNamespace(get_ipython=lambda: shell)
"""
"""As much of a kernel as is asked for."""


@pytest.fixture
def python(tmp_path: Path) -> RunPython:
    """Run code in a fresh Python, where a warning is an error; return what it prints."""

    def run(code: str, timeout: float = 60, **environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", textwrap.dedent(code)],
            cwd=tmp_path,
            env={"PYTHONPATH": f"{ROOT}:{tmp_path}", "PATH": "/usr/bin:/bin", **environment},
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return done.stdout

    return run


@pytest.fixture
def channels_4(tmp_path: Path) -> None:
    """A distribution that looks like Channels 4, installed where the fresh Python looks."""
    for name, text in CHANNELS_4.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)


@pytest.fixture
def talk(tmp_path: Path) -> str:
    """The project of the talk, unchanged, beside the running code; return its settings' name."""
    shutil.copytree(TALK, tmp_path, dirs_exist_ok=True)
    return "talkproject.settings"


# --- the same things ------------------------------------------------------------------------------


@pytest.mark.parametrize("ours_first", [True, False], ids=["ours-first", "classic-first"])
def test_both_names_mean_one_module(python: RunPython, ours_first: bool) -> None:
    """Every module and every public name in it is identical under both names, whichever is
    imported first; no file is imported twice, and no module remembers the other name."""
    found = python(f"""
        import importlib, json, sys, warnings
        warnings.filterwarnings("ignore", "channels.tests is the older path")
        {DJANGO}
        import sandbox.verbatim
        from sandbox.consumers.classic_paths import MODULES

        public = []
        for classic, ours in MODULES.items():
            pair = [classic, ours]
            for name in pair[::-1] if {ours_first} else pair:
                importlib.import_module(name)
            old, new = sys.modules[classic], sys.modules[ours]
            assert old is new, classic
            assert old.__name__ == old.__spec__.name == ours
            assert type(old.__spec__.loader).__name__ == "SourceFileLoader"
            for name in getattr(new, "__all__", ()):
                scope = {{}}
                exec(f"from {{classic}} import {{name}}", scope)
                assert scope[name] is getattr(new, name)
                public.append(f"{{classic}}.{{name}}")

        modules = {{id(module): module for module in sys.modules.values()}}.values()
        files = [getattr(module, "__file__", None) or "" for module in modules]
        ours = [file for file in files if "/sandbox/" in file]
        assert len(ours) == len(set(ours)) > 20, ours
        print(json.dumps(public))
    """)
    names = json.loads(found)
    assert {
        "channels.Group",
        "channels.channel_layers",
        "channels.routing.route",
        "channels.exceptions.ConsumeLater",
        "channels.handler.ViewConsumer",
        "channels.worker.WorkerGroup",
        "asgiref.inmemory.ChannelLayer",
        "asgiref.base_layer.BaseChannelLayer",
    } <= set(names)


def test_the_classic_names_are_where_they_were(python: RunPython) -> None:
    """What programs of 2016 imported from each module is there, also as an attribute."""
    python("""
        import sandbox.verbatim
        import channels
        assert channels.routing.route is channels.route       # no import of its own was needed
        from channels import Channel, Group, route, route_class, include, channel_layers
        from channels import DEFAULT_CHANNEL_LAYER, __version__, asgi
        from channels.auth import channel_session_user, channel_session_user_from_http
        from channels.auth import channel_and_http_session_user_from_http, http_session_user
        from channels.auth import transfer_user
        from channels.security.websockets import BaseOriginValidator, allowed_hosts_only
        from channels.security.websockets import AllowedHostsOnlyOriginValidator
        from channels.sessions import channel_session, http_session, channel_and_http_session
        from channels.sessions import enforce_ordering, session_for_reply_channel
        from channels.sessions import requeue_messages, wait_channel_name
        from channels.asgi import get_channel_layer, ChannelLayerManager, ChannelLayerWrapper
        from channels.asgi import InvalidChannelLayerError, channel_layers as same
        from channels.exceptions import ConsumeLater, DenyConnection, ResponseLater
        from channels.generic import BaseConsumer
        from channels.generic.base import BaseConsumer as same_base
        from channels.generic.websockets import WebsocketConsumer, JsonWebsocketConsumer
        from channels.generic.websockets import WebsocketDemultiplexer, WebsocketMultiplexer
        assert BaseConsumer is same_base
        from channels.handler import AsgiHandler, AsgiRequest, ViewConsumer
        from channels.message import Message
        from channels.routing import Router, Route, RouteClass, Include, null_consumer
        from channels.signals import consumer_started, consumer_finished, worker_ready
        from channels.staticfiles import StaticFilesConsumer, StaticFilesHandler
        from channels.utils import name_that_thing
        from channels.worker import Worker, WorkerGroup
        from channels import *
        import asgiref.sync, asgiref.wsgi, asgiref.inmemory
        assert (DEFAULT_CHANNEL_LAYER, __version__) == ("default", "1.1.8")
        assert same is channel_layers and channels.asgi is asgi
        assert name_that_thing(Router) == "sandbox.consumers.routing.Router"
        assert "asgiref/wsgi.py" in asgiref.wsgi.__file__      # modern asgiref's own
        assert asgiref.inmemory.channel_layer is asgiref.inmemory.channel_layer
        assert asgiref.inmemory.channel_layer.capacity == 10
    """)


SIGNATURES = {
    "asgiref.base_layer.BaseChannelLayer": (
        "(expiry=60, group_expiry=86400, capacity=100, channel_capacity=None)"
    ),
    "asgiref.base_layer.BaseChannelLayer.valid_channel_names": "(self, names, receive=False)",
    "asgiref.inmemory.ChannelLayer": (
        "(expiry=60, group_expiry=86400, capacity=10, channel_capacity=None)"
    ),
    "asgiref.inmemory.ChannelLayer.receive": "(self, channels, block=False)",
    "channels.Channel": "(name, alias='default', channel_layer=None)",
    "channels.Channel.send": "(self, content, immediately=False)",
    "channels.Group": "(name, alias='default', channel_layer=None)",
    "channels.asgi.ChannelLayerWrapper": "(channel_layer, alias, routing)",
    "channels.asgi.get_channel_layer": "(alias='default')",
    "channels.auth.transfer_user": "(from_session, to_session)",
    "channels.delay.models.DelayedMessage.send": ("(self, channel_layer=None, requeue_delay=1000)"),
    "channels.delay.worker.Worker": (
        "(channel_layer, signal_handlers=True, database_sleep_duration=1)"
    ),
    "channels.exceptions.WebsocketCloseException": "(code=None)",
    "channels.generic.websockets.JsonWebsocketConsumer.group_send": "(name, content, close=False)",
    "channels.generic.websockets.WebsocketConsumer.close": "(self, status=True)",
    "channels.generic.websockets.WebsocketConsumer.group_send": (
        "(name, text=None, bytes=None, close=False)"
    ),
    "channels.generic.websockets.WebsocketConsumer.send": (
        "(self, text=None, bytes=None, close=False)"
    ),
    "channels.generic.websockets.WebsocketMultiplexer": "(stream, reply_channel)",
    "channels.generic.websockets.WebsocketMultiplexer.group_send": (
        "(name, stream, payload, close=False)"
    ),
    "channels.log.setup_logger": "(name, verbosity=1)",
    "channels.message.Message": "(content, channel_name, channel_layer)",
    "channels.routing.Router": "(routing)",
    "channels.routing.Router.check_default": "(self, http_consumer=None)",
    "channels.routing.null_consumer": "(*args, **kwargs)",
    "channels.routing.route": "(channels, consumer, **filters)",
    "channels.routing.route_class": "(consumer, **filters)",
    "channels.test.Client": "(alias='default')",
    "channels.test.WSClient": "(ordered=False, **kwargs)",
    "channels.test.WSClient.send_and_consume": (
        "(self, channel, content={}, text=None, path='/', fail_on_none=True, check_accept=True)"
    ),
    "channels.test.apply_routes": "(routes, aliases=None)",  # None is ["default"], which is mutable
    "channels.worker.Worker": (
        "(channel_layer, callback=None, message_retries=10, signal_handlers=True, "
        "only_channels=None, exclude_channels=None)"
    ),
    "channels.worker.WorkerGroup": "(*args, n_threads=None, **kwargs)",
    "daphne.server.build_endpoint_description_strings": (
        "(host=None, port=None, unix_socket=None, file_descriptor=None)"
    ),
    "daphne.utils.parse_x_forwarded_for": (
        "(headers, address_header_name='X-Forwarded-For', port_header_name='X-Forwarded-Port', "
        "proto_header_name='X-Forwarded-Proto', original_addr=None, original_scheme=None)"
    ),
}
"""What can be called, and with what, as CLASSIC-SPEC gives it."""


def test_signatures_are_those_of_2016(python: RunPython) -> None:
    """Names, order and defaults of parameters; what only this project knows is keyword-only and
    may be left away."""
    found = python(f"""
        import inspect, json
        {DJANGO}
        import sandbox.verbatim
        from django.utils.module_loading import import_string

        def signature(path):
            try:
                thing = import_string(path)
            except ImportError:
                owner, _, name = path.rpartition(".")
                thing = getattr(import_string(owner), name)
            kept = []
            for one in inspect.signature(thing).parameters.values():
                ours = one.kind is one.KEYWORD_ONLY and path.rpartition(".")[2] != "WorkerGroup"
                ours = ours or one.name == "injected"
                assert not ours or one.kind is one.VAR_KEYWORD or one.default is not one.empty
                if not ours:
                    kept.append(one.replace(annotation=one.empty))
            return str(inspect.Signature(kept))

        print(json.dumps({{path: signature(path) for path in {list(SIGNATURES)!r}}}))
    """)
    assert json.loads(found) == SIGNATURES


def test_exceptions_and_pickles_cross_the_names(python: RunPython) -> None:
    """What is raised under one name is caught under the other; a pickle says our name, and one
    that says the old name is read."""
    python("""
        import pickle
        import sandbox.verbatim
        from channels.exceptions import ConsumeLater
        from sandbox import errors

        names = ConsumeLater, errors.ConsumeLater
        for raised, caught in names, names[::-1]:
            try:
                raise raised
            except caught:
                pass
        written = pickle.dumps(ConsumeLater, protocol=0)
        assert b"sandbox.errors" in written
        old = written.replace(b"sandbox.errors", b"channels.exceptions")
        assert pickle.loads(old) is pickle.loads(written) is ConsumeLater
    """)


def test_modules_of_then_that_are_one_module_now_are_packages(python: RunPython) -> None:
    """Settings and tests name the modules in them; versions are there to be asked for."""
    python(f"""
        import sys, warnings
        {DJANGO}
        import sandbox.verbatim
        from asgi_redis.core import RedisChannelLayer
        from asgi_redis.local import RedisLocalChannelLayer
        from asgi_redis.sentinel import RedisSentinelChannelLayer
        from channels.tests.base import ChannelTestCase
        from channels.tests.http import HttpClient
        import asgi_redis, channels.test, daphne
        from django.utils.module_loading import import_string
        assert asgi_redis.RedisChannelLayer is RedisChannelLayer
        assert import_string("asgi_redis.core.RedisChannelLayer") is RedisChannelLayer
        assert (channels.test.ChannelTestCase, channels.test.HttpClient) == (
            ChannelTestCase, HttpClient
        )
        assert (asgi_redis.__version__, daphne.__version__) == ("1.4.3", "1.4.2")
        try:
            import asgi_redis.other
        except ModuleNotFoundError as error:
            assert error.name == "asgi_redis.other"
        else:
            raise AssertionError("it was found")
    """)


def test_threads_that_import_at_once_get_one_module(python: RunPython) -> None:
    """Threads that import under both names at the same time get the same things."""
    python(f"""
        import importlib, sys, threading
        {DJANGO}
        import sandbox.verbatim
        from sandbox.consumers.classic_paths import MODULES

        start, failed = threading.Barrier(8), []

        def load(names):
            start.wait()
            try:
                for name in names:
                    importlib.import_module(name)
            except BaseException as error:
                failed.append(error)

        orders = [list(MODULES), list(MODULES.values())]
        orders += [order[::-1] for order in orders]
        threads = [threading.Thread(target=load, args=(orders[n % 4],)) for n in range(8)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        assert not failed, failed
        for classic, ours in MODULES.items():
            assert sys.modules[classic] is sys.modules[ours]
            assert sys.modules[ours].__spec__.name == ours
    """)


def test_a_reload_stays_in_the_module(python: RunPython) -> None:
    """importlib.reload of the old name runs the module's code again, in the same object."""
    python("""
        import importlib, sys
        import sandbox.verbatim
        import channels.utils
        again = importlib.reload(channels.utils)
        assert again is channels.utils is sys.modules["sandbox.consumers.naming"]
    """)


def test_only_the_finder_itself_is_loaded(python: RunPython) -> None:
    """Importing sandbox.verbatim loads no Django, nor any module that it gives names to."""
    loaded = python("""
        import sys
        import sandbox.verbatim
        print(*sys.modules)
    """).split()
    assert not {"django", "asgiref", "asyncio", "channels", "sandbox.django"} & set(loaded)


# --- names that are not here ----------------------------------------------------------------------


def test_other_names_under_channels_are_not_found(python: RunPython) -> None:
    """A file of our app is not imported again as channels.settings, and a name that is not built
    says so, with those that are."""
    text = python("""
        import importlib, sys
        import sandbox.verbatim
        for name in ("channels.settings", "channels.nothing"):
            try:
                importlib.import_module(name)
            except ModuleNotFoundError as error:
                assert error.name == name
                print(error)
        assert "sandbox.django.settings" not in sys.modules
        try:
            from channels import nothing
        except ImportError as error:
            assert not isinstance(error, ModuleNotFoundError)
        import channels
        assert not hasattr(channels, "nothing")
    """)
    assert text.startswith("channels.settings is not part of the sandbox, or not yet; of channels")
    assert "it has apps, asgi, auth, " in text


@pytest.mark.parametrize(
    ("statement", "name", "hint"),
    [
        ("import channels.generic.websocket", "channels.generic.websocket", "plain functions"),
        (
            "from channels.generic.websocket import AsyncWebsocketConsumer",
            "channels.generic.websocket",
            "plain functions",
        ),
        ("from channels.layers import get_channel_layer", "channels.layers", "channels.asgi"),
        ("from channels import layers", "channels.layers", "channels.asgi"),
        ("from channels.db import database_sync_to_async", "channels.db", "the ORM itself"),
        ("from channels.middleware import BaseMiddleware", "channels.middleware", "decorator"),
        (
            "from channels.routing import ProtocolTypeRouter, URLRouter",
            "channels.routing.ProtocolTypeRouter",
            "route(channel, consumer)",
        ),
        (
            "from channels.auth import AuthMiddlewareStack",
            "channels.auth.AuthMiddlewareStack",
            "@channel_session_user_from_http",
        ),
        (
            "from channels.security.websocket import AllowedHostsOriginValidator",
            "channels.security.websocket",
            "@allowed_hosts_only",
        ),
        (
            "from channels.generic.websockets import AsyncWebsocketConsumer",
            "channels.generic.websockets.AsyncWebsocketConsumer",
            "plain functions",
        ),
        (
            "from channels.sessions import SessionMiddlewareStack",
            "channels.sessions.SessionMiddlewareStack",
            "@channel_session",
        ),
    ],
)
def test_a_name_of_channels_4_says_so(
    python: RunPython, statement: str, name: str, hint: str
) -> None:
    """A name that only newer Channels have is an ImportError that says what to use here."""
    text = python(f"""
        import sandbox.verbatim
        try:
            {statement}
        except ImportError as error:
            print(error)
    """)
    assert f"{name} is a name of Channels 4, and here `channels` is the classic API" in text
    assert hint in text


def test_our_own_submodules_stay_importable(python: RunPython) -> None:
    """A module of our app that shares its name with one of Channels 4 is still found."""
    python("""
        from django.conf import settings
        settings.configure()
        import sandbox.verbatim
        import channels
        from sandbox.django import middleware
        assert middleware.__name__ == "sandbox.django.middleware"
    """)


# --- another channels -----------------------------------------------------------------------------


@pytest.mark.usefixtures("channels_4")
def test_an_imported_channels_4_is_a_conflict(python: RunPython) -> None:
    """Where Channels 4 is imported already, one error says what to do, and nothing has changed."""
    text = python("""
        import sys
        import channels, channels.layers
        before = list(sys.meta_path)
        from sandbox.errors import ChannelsConflict
        for _ in range(2):
            try:
                import sandbox.verbatim
            except ChannelsConflict as error:
                print(error)
        assert sys.meta_path == before
        assert sys.modules["channels"] is channels
        import sandbox
    """)
    assert text.count("Restart the kernel and run `import sandbox.verbatim` before") == 2
    assert "it means Channels 4.3.2 in this process" in text
    assert "channels/__init__.py" in text
    assert "`from sandbox import Channel, Group, route`" in text


@pytest.mark.usefixtures("channels_4")
def test_an_installed_channels_4_gives_way_to_the_explicit_import(python: RunPython) -> None:
    """Where Channels 4 is only installed, `import sandbox.verbatim` makes the names classic."""
    python("""
        import sandbox.verbatim
        from channels import Group
        import sandbox.consumers.channel
        assert Group is sandbox.consumers.channel.Group
    """)


@pytest.mark.usefixtures("channels_4")
def test_an_installed_channels_4_is_left_alone_in_a_kernel(python: RunPython) -> None:
    """In a kernel with Channels 4 installed, `import sandbox` changes nothing; the explicit import
    still does."""
    python(
        KERNEL
        + """
    import sandbox
    assert "sandbox.verbatim" not in sys.modules
    import sandbox.verbatim, channels
    assert channels.__version__ == "1.1.8"
    """
    )


def test_in_a_kernel_the_names_come_with_the_sandbox(python: RunPython) -> None:
    """In a kernel without any other channels, `import sandbox` is enough."""
    python(
        KERNEL
        + """
    import sandbox
    from channels import Group
    assert Group is sandbox.Group
    """
    )


def test_in_a_script_the_names_do_not(python: RunPython) -> None:
    """Outside a kernel, `import sandbox` leaves the name channels to whom it belongs."""
    python("""
        import importlib.util, sandbox
        assert importlib.util.find_spec("channels") is None
    """)


def test_installing_twice_is_harmless(python: RunPython) -> None:
    """There is one finder, and it is first in line, also after somebody came before it."""
    python("""
        import sys
        import sandbox.verbatim
        from sandbox.verbatim import ClassicFinder, install
        class Other:
            def find_spec(self, *args): return None
        sys.meta_path.insert(0, Other())
        install(), install()
        assert isinstance(sys.meta_path[0], ClassicFinder)
        assert sum(isinstance(one, ClassicFinder) for one in sys.meta_path) == 1
        import channels
        install()
    """)


# --- Django ---------------------------------------------------------------------------------------


def test_a_project_of_2016_sets_up(python: RunPython, talk: str) -> None:
    """Django starts with "channels" in INSTALLED_APPS, finds our app once, and its routing says
    which consumers serve."""
    python(
        """
        import sandbox.verbatim, django
        django.setup()
        from django.apps import apps
        app = apps.get_app_config("channels")
        assert [one.label for one in apps.get_app_configs()].count("channels") == 1
        assert app.name == "sandbox.django"
        from channels.apps import ChannelsConfig
        assert type(app) is ChannelsConfig
        import channels
        assert app.module is channels

        from channels import channel_layers
        from channels.asgi import get_channel_layer
        import asgiref.inmemory, talkproject.consumers
        layer = channel_layers["default"]
        assert type(layer.channel_layer) is asgiref.inmemory.ChannelLayer
        assert get_channel_layer() is layer.channel_layer
        assert layer.router.channels >= {"websocket.connect", "websocket.receive"}
        from django.core.management import call_command
        call_command("check")
        """,
        DJANGO_SETTINGS_MODULE=talk,
    )


def test_a_pasted_settings_file_may_list_channels(python: RunPython) -> None:
    """Settings given as names list the app by its classic name, as often as the cell is run."""
    python("""
        import sandbox.verbatim
        from sandbox.django.settings import ensure_configured
        names = {"INSTALLED_APPS": ["django.contrib.contenttypes", "channels"]}
        ensure_configured(names), ensure_configured(names)
        from django.apps import apps
        assert [one.label for one in apps.get_app_configs()] == ["contenttypes", "channels"]
    """)


def test_the_app_is_never_installed_twice(python: RunPython) -> None:
    """Settings that list the app by both names are refused by Django."""
    text = python("""
        import sandbox.verbatim, django
        from django.conf import settings
        settings.configure(INSTALLED_APPS=["sandbox.django", "channels"])
        try:
            django.setup()
        except Exception as error:
            print(type(error).__name__, error)
    """)
    assert text == "ImproperlyConfigured Application labels aren't unique, duplicates: channels\n"


def test_the_talks_chat_works_unchanged(python: RunPython, talk: str) -> None:
    """The talk's project, not a line of it changed: alice says something, bob and she hear it;
    who has left hears nothing."""
    said = python(f"""
        import logging
        import sandbox.verbatim
        from sandbox import Sandbox

        logging.disable(logging.INFO)       # Django shows it where DEBUG is on, as it did in 2016
        with Sandbox(settings="{talk}") as box:
            alice, bob = box.connect("/", name="alice"), box.connect("/", name="bob")
            box.settle()
            alice.send("hi")
            print(alice.receive(), bob.receive())
            alice.close()
            box.settle()
            bob.send("bye")
            print(bob.receive(), len(box.groups["chat"]))
    """)
    assert said.splitlines() == ["[user] hi [user] hi", "[user] bye 1"]
