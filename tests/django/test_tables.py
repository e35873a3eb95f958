"""Tables for the sandbox's own database."""

from __future__ import annotations

from typing import Any

SCHEMA = """
    from sandbox.django import tables
    {change}
    from sandbox.django.settings import ensure_configured
    ensure_configured()
    from django.db import connection, connections
    from django.contrib.auth.models import Permission
    from django.contrib.contenttypes.models import ContentType
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            print(table)
            for each in sorted(connection.introspection.get_table_description(cursor, table)):
                print("  ", each)
            found = connection.introspection.get_constraints(cursor, table).values()
            for each in sorted(str(sorted(one.items(), key=str)) for one in found):
                print("  ", each)
        cursor.execute("select app, name from django_migrations order by app, name")
        print(cursor.fetchall())
    print(sorted(Permission.objects.values_list("codename", flat=True)))
    print(sorted(ContentType.objects.values_list("app_label", "model")))
    {after}
    connections.close_all()
"""


def test_tables_are_those_of_the_migrations(python: Any) -> None:
    """Same tables, columns, constraints, recorded migrations, content types and permissions."""
    quick = SCHEMA.format(change="", after="")
    real = SCHEMA.format(change="tables.make_tables = tables.migrate", after="")
    assert python(quick) == python(real)


def test_migrate_finds_nothing_to_do(python: Any) -> None:
    """A later ``migrate`` of the user's goes on from there."""
    after = "import django.core.management as m; m.call_command('migrate', '--check')"
    assert "auth_user" in python(SCHEMA.format(change="", after=after))
