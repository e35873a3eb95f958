"""What Django had in 2016: put back for projects that import sandbox.verbatim, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.django.bygone import CallableBool
from tests.django.conftest import RunPython

CLASSIC = "\n    import sandbox.verbatim"
"""The one line."""

SETTINGS = """
    from django.conf import settings
    settings.configure(
        INSTALLED_APPS=[
            "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions",
            "sandbox.django",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db"}},
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates",
                    "DIRS": ["."], "APP_DIRS": True}],
        STATIC_URL="/static/", ROOT_URLCONF="urls", SECRET_KEY="x", %s
    )
    import django
    django.setup()
"""


def test_names_are_back_where_they_were(python: RunPython) -> None:
    """As functions of today under their names of then."""
    python(
        CLASSIC
        + SETTINGS % ""
        + """
    from django.conf.urls import include, url
    from django.core.urlresolvers import reverse, reverse_lazy
    from django.urls import re_path, reverse as now
    from django.utils.encoding import force_text, python_2_unicode_compatible, smart_text
    from django.utils.http import is_safe_url
    from django.utils.six import iteritems, python_2_unicode_compatible as other, text_type
    from django.utils.translation import ugettext, ugettext_lazy, ungettext
    from django.contrib.staticfiles.templatetags.staticfiles import static
    from django.shortcuts import render_to_response
    assert url is re_path and reverse is now and text_type is str
    assert python_2_unicode_compatible is other
    assert force_text(b"x") == smart_text("x") == ugettext("x") == str(ugettext_lazy("x"))
    assert ungettext("one", "many", 2) == "many"
    assert is_safe_url("/x", allowed_hosts=None)
    assert static("a.js") == "/static/a.js"
    from pathlib import Path
    Path("page.html").write_text("{% load staticfiles %}{{ x }} {% static 'a.js' %}")
    assert render_to_response("page.html", {"x": 7}).content == b"7 /static/a.js"
    """
    )


def test_relations_cascade_by_default(python: RunPython) -> None:
    """Both kinds; what is given counts; a migration says what came of it."""
    python(
        CLASSIC
        + SETTINGS % ""
        + """
    from django.contrib.auth.models import User
    from django.db import models

    class Thing(models.Model):
        user = models.ForeignKey(User)
        other = models.OneToOneField("auth.User", related_name="+", null=True)
        kept = models.ForeignKey(User, models.PROTECT, related_name="+")
        given = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
        class Meta:
            app_label = "channels"

    def rule(name):
        return Thing._meta.get_field(name).remote_field.on_delete

    assert rule("user") is rule("other") is models.CASCADE
    assert (rule("kept"), rule("given")) == (models.PROTECT, models.SET_NULL)
    assert Thing._meta.get_field("user").deconstruct()[3]["on_delete"] is models.CASCADE
    """
    )


def test_who_is_signed_in_can_be_asked_either_way(python: RunPython) -> None:
    """As an attribute, as a call, and in a template."""
    python(
        CLASSIC
        + SETTINGS % ""
        + """
    from django.contrib.auth.models import AnonymousUser, User
    from django.template import engines
    user, nobody = User(username="alice"), AnonymousUser()
    assert user.is_authenticated and user.is_authenticated() and not user.is_anonymous()
    assert not nobody.is_authenticated and not nobody.is_authenticated() and nobody.is_anonymous()
    assert user.is_authenticated == True and nobody.is_authenticated == False
    template = engines["django"].from_string("{% if user.is_authenticated %}yes{% endif %}")
    assert template.render({"user": user}) == "yes"
    assert template.render({"user": nobody}) == ""
    """
    )


def test_the_check_of_who_is_signed_in_still_finds_methods(
    python: RunPython, tmp_path: Path
) -> None:
    """A truth value that can be called is none, whatever Django's own check makes of it; a method
    of a project's own user would take everybody for anonymous."""
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "models.py").write_text(
        "from django.contrib.auth.models import AbstractUser\n"
        "class Person(AbstractUser):\n"
        "    pass\n"
    )
    (tmp_path / "urls.py").write_text("urlpatterns = []\n")
    python(
        CLASSIC
        + SETTINGS.replace('"sandbox.django",', '"people", "sandbox.django",')
        % 'AUTH_USER_MODEL="people.Person", DEFAULT_AUTO_FIELD="django.db.models.AutoField"'
        + """
    from django.core import checks
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError
    from people.models import Person

    call_command("check")
    Person.is_anonymous = lambda self: False
    try:
        call_command("check")
    except SystemCheckError as error:
        assert "(channels.C001) Person.is_anonymous is a method" in str(error), error
        assert str(error).count("C0") == 1, error
    else:
        raise AssertionError("nothing was found")
    """
    )


def test_views_of_signing_in_and_out_are_functions_again(python: RunPython, tmp_path: Path) -> None:
    """As URLs of then name them; signing out works by a link."""
    (tmp_path / "registration").mkdir()
    (tmp_path / "registration" / "login.html").write_text("{{ form.username.name }}")
    (tmp_path / "urls.py").write_text(
        "from django.conf.urls import url\n"
        "from django.contrib.auth.views import login, logout\n"
        "urlpatterns = [url(r'^in/$', login), url(r'^out/$', logout, {'next_page': '/bye/'})]\n"
    )
    python(
        CLASSIC
        + SETTINGS
        % """MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware"], ALLOWED_HOSTS=["*"],"""
        + """
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    from django.contrib.auth.models import User
    from django.test import Client
    User.objects.create_user("alice", password="secret")
    client = Client()
    assert client.get("/in/").content == b"username"
    answer = client.post("/in/?next=/x/", {"username": "alice", "password": "secret"})
    assert (answer.status_code, answer["Location"]) == (302, "/x/")
    assert "_auth_user_id" in client.session
    answer = client.get("/out/")
    assert (answer.status_code, answer["Location"]) == (302, "/bye/")
    assert "_auth_user_id" not in client.session
    """
    )


def test_middleware_classes_count(python: RunPython, tmp_path: Path) -> None:
    """Those of Django that are gone are left out, and a warning says so; one of the older form is
    adapted."""
    (tmp_path / "own.py").write_text(
        "class Old(object):\n"
        "    def process_request(self, request):\n"
        "        request.marked = True\n"
        "    def process_response(self, request, response):\n"
        "        response['X-Marked'] = str(request.marked)\n"
        "        return response\n"
        "class New:\n"
        "    def __init__(self, get_response):\n"
        "        self.get_response = get_response\n"
        "    def __call__(self, request):\n"
        "        return self.get_response(request)\n"
    )
    (tmp_path / "urls.py").write_text(
        "from django.conf.urls import url\n"
        "from django.http import HttpResponse\n"
        "urlpatterns = [url('^$', lambda request: HttpResponse('x'))]\n"
    )
    gone = "django.contrib.auth.middleware.SessionAuthenticationMiddleware"
    python(
        CLASSIC + "; import logging, io; said = io.StringIO();"
        "logging.getLogger('django.channels').addHandler(logging.StreamHandler(said))"
        + SETTINGS
        % f"""MIDDLEWARE_CLASSES=["django.middleware.common.CommonMiddleware", "own.Old",
        "own.New", "{gone}"], ALLOWED_HOSTS=["*"], LOGGING_CONFIG=None,"""
        + f"""
    from django.test import Client
    assert Client().get("/")["X-Marked"] == "True"
    assert settings.MIDDLEWARE == [
        "django.middleware.common.CommonMiddleware", "sandbox.django.bygone.own_Old", "own.New"
    ]
    assert said.getvalue().strip() == (
        "MIDDLEWARE_CLASSES names {gone}, which Django has no more: left out."
    )
    """
    )


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ('MIDDLEWARE=[], MIDDLEWARE_CLASSES=["no.where"],', []),
        ("", []),
    ],
)
def test_middleware_of_today_wins(python: RunPython, settings: str, wanted: list[str]) -> None:
    """MIDDLEWARE_CLASSES counts only where there is no MIDDLEWARE."""
    python(
        CLASSIC
        + SETTINGS % settings
        + f"""
    assert settings.MIDDLEWARE == {wanted!r}
    """
    )


def test_a_middleware_of_the_projects_own_that_is_missing_is_an_error(python: RunPython) -> None:
    """As Django raises it."""
    said = python(
        CLASSIC + SETTINGS % 'MIDDLEWARE_CLASSES=["no_such.Middleware"],',
        check=False,
    )
    assert "No module named 'no_such'" in said


def test_a_project_of_today_is_left_alone(python: RunPython) -> None:
    """Without sandbox.verbatim nothing of Django is changed."""
    python(
        "\n    import sandbox"
        + SETTINGS % 'MIDDLEWARE_CLASSES=["no.where"],'
        + """
    import django.conf.urls
    from django.contrib.auth.models import AnonymousUser, User
    from django.db import models
    assert not hasattr(django.conf.urls, "url")
    assert User().is_authenticated is True and AnonymousUser().is_authenticated is False
    assert settings.MIDDLEWARE == []
    try:
        models.ForeignKey(User)
    except TypeError as error:
        assert "on_delete" in str(error)
    else:
        raise AssertionError("it was taken")
    """
    )


def test_a_truth_value_that_can_be_called() -> None:
    """It compares, hashes and shows itself."""
    yes, no = CallableBool(True), CallableBool(False)
    assert yes == CallableBool(True) == True  # noqa: E712 - that is what is tested
    assert yes != no
    assert yes != "yes"
    assert {yes: 1}[True] == 1
    assert repr(no) == "CallableBool(False)"
