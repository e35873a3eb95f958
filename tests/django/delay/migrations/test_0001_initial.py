"""The first migration of delayed messages."""

from __future__ import annotations

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState


def test_the_migrations_lead_to_the_model_as_it_is() -> None:
    """Nothing is left for ``makemigrations`` to do, whatever the project's default key is."""
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    changes = detector.changes(graph=loader.graph, trim_to_apps={"channels_delay"})
    assert changes.get("channels_delay", []) == []
