"""The Django app behind the name ``channels``."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.apps import AppConfig

from sandbox.django import apps as module
from tests.django.conftest import RunPython


def test_there_is_one_app_config_with_the_classic_label() -> None:
    """Django finds it without being told which, and models refer to it as ``channels``."""
    configs = [
        thing
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, AppConfig) and thing is not AppConfig
    ]
    assert len(configs) == 1
    assert (configs[0].name, configs[0].label) == ("sandbox.django", "channels")


def test_installing_it_by_its_classic_name_gives_the_same_app() -> None:
    """A settings file of 2016 lists ``channels``; that is this app."""
    code = (
        "import sandbox.verbatim, django\n"
        "from django.conf import settings\n"
        "settings.configure(INSTALLED_APPS=['channels'])\n"
        "django.setup()\n"
        "from django.apps import apps\n"
        "print(apps.get_app_config('channels').name)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "sandbox.django"


STATIC = "django.contrib.staticfiles"


@pytest.mark.parametrize("apps", [["channels", STATIC], [STATIC, "channels"]])
def test_runserver_is_ours_in_any_order_beside_staticfiles(
    python: RunPython, apps: list[str]
) -> None:
    """Whichever app's command wins, it serves channels, and knows --nostatic and --insecure."""
    python(f"""
        import sandbox.verbatim
        from django.conf import settings
        settings.configure(INSTALLED_APPS={apps!r}, STATIC_URL="/static/")
        import django
        django.setup()
        from django.core.management import get_commands, load_command_class
        from channels.management.commands.runserver import Command
        command = load_command_class(get_commands()["runserver"], "runserver")
        assert isinstance(command, Command), type(command).__mro__
        parser = command.create_parser("manage.py", "runserver")
        given = parser.parse_args(["--nostatic", "--insecure", "--noworker", "8001"])
        assert (given.use_static_handler, given.insecure_serving, given.run_worker) == (
            False, True, False
        )
        usual = parser.parse_args([])
        assert (usual.use_static_handler, usual.insecure_serving) == (True, False)
        assert (usual.run_worker, usual.use_asgi, usual.use_threading) == (True, True, True)
        assert (usual.http_timeout, usual.websocket_handshake_timeout) == (60, 5)
    """)


def test_without_staticfiles_there_are_no_static_options(python: RunPython) -> None:
    """As Django's own command has none then; every command of ours is found."""
    python("""
        import sandbox.verbatim
        from django.conf import settings
        settings.configure(INSTALLED_APPS=["channels"])
        import django
        django.setup()
        from django.core.management import get_commands, load_command_class
        assert get_commands()["runworker"] == get_commands()["runserver"] == "sandbox.django"
        command = load_command_class("sandbox.django", "runserver")
        parser = command.create_parser("manage.py", "runserver")
        assert "--nostatic" not in parser.format_help()
    """)


def test_an_optional_package_that_is_too_old_stops_the_start(python: RunPython) -> None:
    """With one sentence, when Django starts."""
    said = python(
        """
        import sandbox.verbatim
        from unittest.mock import patch
        from django.conf import settings
        settings.configure(INSTALLED_APPS=["channels"])
        import django
        with patch("importlib.metadata.version", return_value="0.1"):
            django.setup()
        """,
        check=False,
    )
    assert "RuntimeError: This Channels needs asgi_rabbitmq 0.4.0 or newer, but 0.1 is" in said
