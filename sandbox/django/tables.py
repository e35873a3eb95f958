"""Tables for the sandbox's own database; it must not know where the settings came from.

Both functions use the ORM: call them in a thread without an event loop, after ``django.setup()``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.module_loading import module_has_submodule

__all__ = ["make_tables", "migrate"]


def make_tables() -> None:
    """Create the tables of all installed models as they are today; an empty database only.

    Six times as fast as running the history of migrations (17 ms, not 110). The history is
    recorded as applied, so a later ``migrate`` finds nothing left to do, and the signal after
    it is sent, so content types and permissions are there.
    """
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy and not model._meta.swapped:
                editor.create_model(model)
    _record_as_migrated()
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def migrate() -> None:
    """Run all migrations, and create the tables of apps that have none, silently.

    For apps of the user: their migrations may fill tables too.
    """
    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)


def _record_as_migrated() -> None:
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    with transaction.atomic():
        for config in apps.get_app_configs():
            for name in _migrations_of(config):
                recorder.record_applied(config.label, name)


def _migrations_of(config: AppConfig) -> Iterator[str]:
    if module_has_submodule(config.module, "migrations"):
        package = importlib.import_module(f"{config.name}.migrations")
        for found in pkgutil.iter_modules(package.__path__):
            if not found.name.startswith(("_", "~")):
                yield found.name
