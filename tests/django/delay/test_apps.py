"""The Django app behind the name ``channels.delay``."""

from __future__ import annotations

from django.apps import apps

from sandbox.django.delay.models import DelayedMessage
from tests.django.conftest import RunPython


def test_the_label_is_an_identifier() -> None:
    """Django refuses the label of 2016; the model says which one it belongs to."""
    assert apps.get_app_config("channels_delay").name == "sandbox.django.delay"
    assert DelayedMessage._meta.label == "channels_delay.DelayedMessage"


def test_it_is_installed_by_its_classic_name(python: RunPython) -> None:
    """A settings file of 2016 lists ``channels.delay``; model, migration and command are found."""
    python("""
        import sandbox.verbatim
        from django.conf import settings
        settings.configure(
            INSTALLED_APPS=["channels", "channels.delay"],
            DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db"}},
        )
        import django
        django.setup()
        from channels.delay.models import DelayedMessage
        from sandbox.django.delay import models
        from django.core.management import call_command, get_commands
        assert DelayedMessage is models.DelayedMessage
        assert get_commands()["rundelay"] == "sandbox.django.delay"
        call_command("migrate", verbosity=0)
        call_command("makemigrations", "--check", "--dry-run", verbosity=0)
        assert DelayedMessage.objects.count() == 0
    """)
