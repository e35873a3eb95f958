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
        "The settings name {gone}, which Django has no more: left out."
    )
    """
    )


def test_what_came_into_middleware_from_the_older_setting_is_left_out(python: RunPython) -> None:
    """Django 1.10 told to rename the setting, and what it had by then without use went along."""
    python(
        CLASSIC
        + SETTINGS
        % """MIDDLEWARE=["django.middleware.common.CommonMiddleware",
        "django.contrib.auth.middleware.SessionAuthenticationMiddleware"], ALLOWED_HOSTS=["*"],"""
        + """
    assert settings.MIDDLEWARE == ["django.middleware.common.CommonMiddleware"]
    """
    )


def test_urls_are_included_as_then(python: RunPython, tmp_path: Path) -> None:
    """Those of the admin as the triple that they are; others with a namespace alone."""
    (tmp_path / "polls.py").write_text(
        "from django.conf.urls import url\n"
        "urlpatterns = [url(r'^one/$', lambda request: None, name='one')]\n"
    )
    (tmp_path / "named.py").write_text("from polls import urlpatterns\napp_name = 'its_own'\n")
    (tmp_path / "urls.py").write_text(
        "from django.conf.urls import include, url\n"
        "import polls\n"
        "admin = ([url(r'^$', lambda request: None, name='index')], 'admin', 'admin')\n"
        "urlpatterns = [\n"
        "    url(r'^admin/', include(admin)),\n"
        "    url(r'^polls/', include('polls', namespace='polls')),\n"
        "    url(r'^more/', include(polls, namespace='more', app_name='polls')),\n"
        "    url(r'^named/', include('named', namespace='here')),\n"
        "    url(r'^plain/', include('polls')),\n"
        "    url(r'^pair/', include((polls, 'pair'))),\n"
        "]\n"
    )
    python(
        CLASSIC
        + SETTINGS % ""
        + """
    from django.core.urlresolvers import reverse
    names = ["admin:index", "polls:one", "more:one", "here:one", "one", "pair:one"]
    assert [reverse(name) for name in names] == [
        "/admin/", "/polls/one/", "/more/one/", "/named/one/", "/plain/one/", "/pair/one/"
    ]
    """
    )


def test_six_has_the_modules_that_moved(python: RunPython) -> None:
    """By each of the ways in which programs of then import them."""
    python(
        CLASSIC
        + SETTINGS % ""
        + """
    import queue, urllib.parse, urllib.request
    from django.utils import six
    from django.utils.six.moves import range, reduce, urllib as moved, xrange, zip_longest
    from django.utils.six.moves.urllib.parse import parse_qs, urlencode
    from django.utils.six.moves.urllib.request import urlopen
    from django.utils.six.moves.queue import Queue
    import django.utils.six.moves.urllib.parse as parse
    assert six.moves.range is range is xrange and moved is urllib and parse is urllib.parse
    assert parse_qs is urllib.parse.parse_qs and urlopen is urllib.request.urlopen
    assert Queue is six.moves.queue.Queue is queue.Queue and six.moves.input is input
    assert urllib.parse.__spec__.name == "urllib.parse" and six.text_type is str
    """
    )


def test_smaller_things_are_back(python: RunPython) -> None:
    """A signal says what it provides; UTC, quoting, asking for Ajax, wrapping."""
    python(
        CLASSIC
        + SETTINGS % ""
        + """
    import datetime, functools
    from django.dispatch import Signal
    from django.test import RequestFactory
    from django.utils.decorators import available_attrs
    from django.utils.http import urlquote, urlunquote_plus
    from django.utils.timezone import utc

    told = []
    ended = Signal(providing_args=["who"])
    listener = lambda sender, who, **kwargs: told.append(who)
    ended.connect(listener)
    ended.send(sender=None, who="alice")
    assert told == ["alice"] and not ended.use_caching
    assert Signal(use_caching=True).use_caching and Signal(["who"], True).use_caching
    assert Signal(True).use_caching and not Signal(["who"]).use_caching
    assert utc is datetime.timezone.utc
    assert urlquote("a b") == "a%20b" and urlunquote_plus("a+b") == "a b"
    plain = RequestFactory().get("/")
    asked = RequestFactory().get("/", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assert asked.is_ajax() and not plain.is_ajax()
    wrapped = functools.wraps(listener, assigned=available_attrs(listener))(lambda: None)
    assert wrapped.__name__ == "<lambda>"
    """
    )


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{% ifequal a 1 %}yes{% else %}no{% endifequal %}", "yes"),
        ("{% ifequal a b %}yes{% else %}no{% endifequal %}", "no"),
        ("{% ifequal a b %}yes{% endifequal %}", ""),
        ("{% ifnotequal a b %}yes{% endifnotequal %}", "yes"),
        ("{% ifequal name|lower 'alice' %}yes{% endifequal %}", "yes"),
        ("{% ifequal missing a %}yes{% else %}no{% endifequal %}", "no"),
        ("{% for x in list %}{% ifequal x a %}[{{ x }}]{% else %}{{ x }}{% endifequal %}"
         "{% endfor %}", "0[1]2"),
    ],
)  # fmt: skip
def test_templates_compare_by_a_tag(python: RunPython, template: str, text: str) -> None:
    """``ifequal`` and its opposite, with filters and without an else."""
    python(
        CLASSIC
        + SETTINGS % ""
        + f"""
    from django.template import Context, Template
    context = Context({{"a": 1, "b": 2, "name": "Alice", "list": range(3)}})
    said = Template({template!r}).render(context)
    assert said == {text!r}, said
    """
    )


def test_a_comparison_with_too_few_values_is_a_syntax_error(python: RunPython) -> None:
    """Which says how many it takes."""
    said = python(
        CLASSIC
        + SETTINGS % ""
        + """
    from django.template import Template
    Template("{% ifequal a %}{% endifequal %}")
    """,
        check=False,
    )
    assert "TemplateSyntaxError: ifequal takes two values, not 1." in said


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
    from django.http import HttpRequest
    from django.template.defaulttags import register
    from django.urls import include
    assert not hasattr(django.conf.urls, "url") and django.conf.urls.include is include
    assert not hasattr(HttpRequest, "is_ajax") and "ifequal" not in register.tags
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
