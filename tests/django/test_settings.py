"""Django from nothing, or the user's project as it is; each in a Python of its own."""

from __future__ import annotations

import types
from pathlib import Path
from typing import Any

import pytest

from sandbox.django.settings import ensure_configured
from sandbox.errors import SandboxError

PROJECT = """
    SECRET_KEY = "the project's"
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "project.sqlite3"}}
    INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth"]
    CHANNEL_LAYERS = {"default": "mine"}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project's settings module, importable as ``mysite.settings``."""
    package = tmp_path / "mysite"
    package.mkdir()
    (package / "__init__.py").touch()
    lines = [line.strip() for line in PROJECT.splitlines()]
    (package / "settings.py").write_text("\n".join(lines))
    return package / "settings.py"


# -- from nothing ---------------------------------------------------------------------------------


def test_from_nothing(python: Any) -> None:
    """Users and sessions work, in a view too; nothing is printed; the folder goes at exit."""
    out = python("""
        import pathlib
        from sandbox.django.settings import ensure_configured
        configured = ensure_configured()
        assert ensure_configured() is configured and ensure_configured(None) is configured
        print(configured.folder)
        from django.contrib.auth import authenticate
        from django.contrib.auth.models import Permission, User
        User.objects.create_user("alice", password="secret")
        assert authenticate(username="alice", password="secret").pk == 1
        assert Permission.objects.filter(codename="add_user").exists()
        from django.http import HttpResponse
        from sandbox.consumers.message import Message
        from sandbox.django.handler import AsgiHandler
        from sandbox.django.views import Views
        views = Views()
        def count(request):
            request.session["n"] = request.session.get("n", 0) + 1
            return HttpResponse(f"{request.session['n']} {request.user}")
        def broken(request):
            raise LookupError
        views.swap(add=[("count/", count, None), ("broken/", broken, None)])
        handler = AsgiHandler(views.current)
        def get(path, cookie=b""):
            headers = [[b"host", b"hub.example.org"], [b"cookie", cookie]]
            content = {"reply_channel": "r!1", "method": "GET", "path": path, "headers": headers}
            return next(handler(Message(content, "http.request", None)))
        first = get("/count/")
        assert first["content"] == b"1 AnonymousUser", first
        cookie = dict(first["headers"])[b"Set-Cookie"].split(b";")[0]
        assert cookie.startswith(b"sandbox_") and b"_session=" in cookie
        assert get("/count/", cookie)["content"] == b"2 AnonymousUser"
        assert get("/broken/")["status"] == 500 and get("/nowhere/")["status"] == 404
        from django.db import connections
        connections.close_all()
    """)
    folder = Path(out.strip())
    assert folder.name.startswith("sandbox-")
    assert not folder.exists()


def test_in_a_cell_where_a_loop_runs(python: Any) -> None:
    """A notebook's cell runs inside an event loop; no connection is left in its thread."""
    assert (
        python("""
        import asyncio, threading
        from sandbox.django.settings import ensure_configured
        async def cell():
            return ensure_configured()
        print(asyncio.run(cell()).source)
        from django.db import connections
        assert connections["default"].connection is None
        assert threading.active_count() == 1
        async def count():
            from asgiref.sync import sync_to_async
            from django.contrib.auth.models import User
            number = await User.objects.acount()
            await sync_to_async(connections.close_all)()  # in the thread of Django's own
            return number
        print(asyncio.run(count()))
    """)
        == "nothing\n0\n"
    )


def test_many_threads_at_once(python: Any) -> None:
    """One of them configures, all get the same."""
    assert (
        python("""
        from concurrent.futures import ThreadPoolExecutor
        from sandbox.django.settings import ensure_configured
        with ThreadPoolExecutor(8) as pool:
            print(len(set(pool.map(lambda _: ensure_configured(), range(8)))))
    """)
        == "1\n"
    )


def test_eight_threads_write_sessions(python: Any) -> None:
    """No "database is locked", and a transaction that reads before it writes misses nothing."""
    assert (
        python("""
        from concurrent.futures import ThreadPoolExecutor
        from sandbox.django.settings import ensure_configured
        ensure_configured()
        from django.contrib.sessions.backends.db import SessionStore
        from django.contrib.sessions.models import Session
        from django.db import connections, transaction
        Session.objects.create(
            session_key="count", session_data="0", expire_date="2030-01-01T00:00Z"
        )
        def work(number):
            try:
                for turn in range(25):
                    session = SessionStore()
                    session["n"] = number
                    session.save()
                    assert SessionStore(session.session_key)["n"] == number
                    with transaction.atomic():
                        row = Session.objects.get(pk="count")
                        row.session_data = str(int(row.session_data) + 1)
                        row.save()
            finally:
                connections.close_all()
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(work, range(8)))
        print(Session.objects.count(), Session.objects.get(pk="count").session_data)
        connections.close_all()
    """)
        == "201 200\n"
    )


# -- the user's project ---------------------------------------------------------------------------

USE = """
    import os
    from sandbox.django.settings import ensure_configured
    {before}
    configured = ensure_configured({source})
    from django.conf import settings
    from django.contrib.auth.models import User
    print(configured, settings.SECRET_KEY, settings.CHANNEL_LAYERS, settings.SESSION_COOKIE_NAME)
"""
AS_IT_IS = " the project's {'default': 'mine'} sessionid\n"


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("before", "source", "called"),
    [
        ("", "'mysite.settings'", "mysite.settings"),
        ("import mysite.settings as module", "module", "mysite.settings"),
        ("os.environ['DJANGO_SETTINGS_MODULE'] = 'mysite.settings'", "", "mysite.settings"),
        (
            "os.environ['DJANGO_SETTINGS_MODULE'] = 'mysite.settings'; "
            "import django; django.setup()",
            "",
            "mysite.settings",
        ),
        ("os.environ['DJANGO_SETTINGS_MODULE'] = 'other'", "'mysite.settings'", "mysite.settings"),
        (
            "import mysite.settings as m; from django.conf import settings as s; "
            "s.configure(**{k: v for k, v in vars(m).items() if k.isupper()})",
            "",
            "elsewhere",
        ),
    ],
    ids=["name", "module", "environment", "set up already", "name wins", "configured already"],
)
def test_a_project_is_used_as_it_is(
    python: Any, tmp_path: Path, before: str, source: str, called: str
) -> None:
    """Its settings stay, its database is not touched."""
    out = python(USE.format(before=before, source=source))
    assert out == f"Configured(source={called!r}, folder=None){AS_IT_IS}"
    assert not (tmp_path / "project.sqlite3").exists()


def test_a_project_is_set_up_in_a_cell(python: Any, project: Path, tmp_path: Path) -> None:
    """Apps may use the ORM while they start, although a loop runs in the cell."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "__init__.py").touch()
    (tmp_path / "own" / "apps.py").write_text(
        "from django.apps import AppConfig\n"
        "class Own(AppConfig):\n"
        "    name = 'own'\n"
        "    def ready(self):\n"
        "        from django.db import connection\n"
        "        connection.ensure_connection(); print('ready'); connection.close()\n"
    )
    project.write_text(project.read_text() + "\nINSTALLED_APPS += ['own']\n")
    assert (
        python("""
        import asyncio
        from sandbox.django.settings import ensure_configured
        async def cell():
            print(ensure_configured("mysite.settings").source)
        asyncio.run(cell())
    """)
        == "ready\nmysite.settings\n"
    )


# -- pasted settings ------------------------------------------------------------------------------


def test_a_pasted_settings_file(python: Any) -> None:
    """``globals()`` of a notebook: upper-case names win, the sandbox fills the gaps."""
    assert (
        python("""
        from sandbox.django.settings import ensure_configured
        X = [1, 2]
        SECRET_KEY = "pasted"
        MIDDLEWARE_CLASSES = ["of.2016"]
        INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes"]
        CHANNEL_LAYERS = {"default": {"ROUTING": "routing.channel_routing"}}
        _PRIVATE = In = []
        configured = ensure_configured(globals())
        from django.conf import settings
        from django.contrib.auth.models import User
        print(configured.source, settings.SECRET_KEY, User.objects.count(), settings.DEBUG)
        assert settings.CHANNEL_LAYERS == CHANNEL_LAYERS and not hasattr(settings, "_PRIVATE")
        assert not any("session" in path for path in settings.MIDDLEWARE)

        CHANNEL_LAYERS = {"default": {"ROUTING": []}}
        SECRET_KEY = "another"
        assert ensure_configured(globals()) is configured
        print(settings.SECRET_KEY, settings.CHANNEL_LAYERS)
        from django.db import connections
        connections.close_all()
    """)
        == "names pasted 0 True\nanother {'default': {'ROUTING': []}}\n"
    )


def test_tables_of_pasted_apps_are_made(python: Any, tmp_path: Path) -> None:
    """The sandbox's own database has the tables of the user's apps, by migration or without."""
    package = tmp_path / "flowers"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "models.py").write_text(
        "from django.db import models\n"
        "class Flower(models.Model):\n"
        "    name = models.CharField(max_length=9)\n"
    )
    assert (
        python("""
        from sandbox.django.settings import ensure_configured
        ensure_configured({"INSTALLED_APPS": ["flowers"]})
        from flowers.models import Flower
        from django.db import connections
        Flower.objects.create(name="rose")
        print(Flower.objects.get().name)
        connections.close_all()
    """)
        == "rose\n"
    )


# -- what goes wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("INSTALLED_APPS = [", "SyntaxError"),
        ("INSTALLED_APPS = ['no_such_app']", "ModuleNotFoundError: No module named 'no_such_app'"),
        ("TIME_ZONE = 'Mars/Olympus'", "ValueError: Incorrect timezone setting"),
    ],
)
def test_a_broken_settings_module(python: Any, project: Path, broken: str, error: str) -> None:
    """Its own error comes, with what to do; corrected, the same cell works."""
    good = project.read_text()
    project.write_text(f"{good}\n{broken}\n")
    out = python(f"""
        import os, pathlib, sys, traceback
        sys.dont_write_bytecode = True
        from sandbox.django.settings import ensure_configured
        for before in (None, "before"):
            if before:
                os.environ["DJANGO_SETTINGS_MODULE"] = before
            try:
                ensure_configured("mysite.settings")
            except BaseException as e:
                print("".join(traceback.format_exception_only(e)))
            assert os.environ.get("DJANGO_SETTINGS_MODULE") == before
            sys.modules.pop("mysite.settings", None)
        sys.modules.pop("mysite.settings", None)
        pathlib.Path({str(project)!r}).write_text({good!r})
        print(ensure_configured("mysite.settings").source)
        from django.contrib.auth.models import User
    """)
    assert error in out
    assert "Django could not start with the settings module 'mysite.settings': correct" in out
    assert out.endswith("\nmysite.settings\n")


def test_broken_pasted_settings(python: Any) -> None:
    """A typo in INSTALLED_APPS costs no restart of the kernel."""
    out = python("""
        import traceback
        from sandbox.django.settings import ensure_configured
        try:
            ensure_configured({"INSTALLED_APPS": ["django.contrib.auth", "chanels"]})
        except ModuleNotFoundError as e:
            print("".join(traceback.format_exception_only(e)))
        apps = ["django.contrib.contenttypes", "django.contrib.auth"]
        ensure_configured({"INSTALLED_APPS": apps})
        from django.contrib.auth.models import User
        from django.db import connections
        print(User.objects.count())
        connections.close_all()
    """)
    assert "No module named 'chanels'\nDjango could not start with these settings: correct" in out
    assert out.endswith("\n0\n")


def test_other_settings_than_those_in_force(python: Any, project: Path) -> None:
    """Django has one configuration in a process; the error says which, and what to do."""
    out = python("""
        import types
        from sandbox.django.settings import ensure_configured
        from sandbox.errors import SandboxError
        ensure_configured()
        for other in ("mysite.settings", {"USE_TZ": False, "INSTALLED_APPS": []},
                      {"DATABASES": {"default": {"NAME": "x"}}}):
            try:
                ensure_configured(other)
            except SandboxError as e:
                print(e)
        ensure_configured({"USE_TZ": True, "SANDBOX_AUTO_ACCEPT": False})
        from django.conf import settings
        print(settings.SANDBOX_AUTO_ACCEPT)
    """)
    first, second, third, last = out.splitlines()
    assert "asked for settings='mysite.settings'" in first
    assert "already runs on settings that the sandbox made by itself; restart the kernel" in first
    assert "another INSTALLED_APPS and USE_TZ" in second
    assert "another DATABASES" in third
    assert last == "False"


@pytest.mark.usefixtures("project")
def test_the_same_settings_again(python: Any) -> None:
    """Running the cell again is no conflict; Django's own additions to DATABASES are none."""
    assert (
        python("""
        from sandbox.django.settings import ensure_configured
        first = ensure_configured("mysite.settings")
        assert ensure_configured("mysite.settings") is ensure_configured() is first
        import copy, mysite.settings
        names = {k: copy.deepcopy(v) for k, v in vars(mysite.settings).items()}
        from django.db import connections
        connections["default"]
        sqlite = "django.db.backends.sqlite3"
        names["DATABASES"] = {"default": {"ENGINE": sqlite, "NAME": "project.sqlite3"}}
        names["INSTALLED_APPS"] = tuple(names["INSTALLED_APPS"])
        assert ensure_configured(names) is first
    """)
        == ""
    )


def test_a_sandbox_while_django_starts(python: Any, project: Path) -> None:
    """A settings module that makes a sandbox gets an error, not a deadlock."""
    project.write_text(
        project.read_text()
        + "\nfrom sandbox.django.settings import ensure_configured\nensure_configured()\n"
    )
    err = python(
        """
        import asyncio
        from sandbox.django.settings import ensure_configured
        async def cell():
            ensure_configured("mysite.settings")
        asyncio.run(cell())
    """,
        check=False,
    )
    assert "SandboxError: Sandbox() was called by code that runs while Django starts" in err


def test_what_settings_can_be() -> None:
    """Anything else is refused, with what to write."""
    with pytest.raises(TypeError, match=r"not int; write settings='mysite.settings' or"):
        ensure_configured(3)  # type: ignore[arg-type]
    with pytest.raises(SandboxError, match="already runs on"):
        ensure_configured("no.such.settings")
    pasted = types.ModuleType("pasted")
    pasted.__dict__["USE_TZ"] = False  # this session's is True
    with pytest.raises(SandboxError, match="another USE_TZ"):
        ensure_configured(pasted)
