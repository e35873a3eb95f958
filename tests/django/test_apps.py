"""The Django app behind the name ``channels``."""

from __future__ import annotations

import subprocess
import sys

from django.apps import AppConfig

from sandbox.django import apps as module


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
