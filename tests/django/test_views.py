"""What ``@box.view`` registers: a URLconf for each sandbox."""

from __future__ import annotations

import gc
import sys
import threading
import types
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.urls import URLPattern, get_resolver, path, resolve, reverse
from django.urls.exceptions import NoReverseMatch
from django.views import View

from sandbox.django.handler import AsgiHandler
from sandbox.django.views import Views


def hello(request: Any, name: str = "you") -> HttpResponse:
    """A view with an argument."""
    return HttpResponse(f"hello {name}")


def bye(request: Any) -> HttpResponse:
    """Another view."""
    return HttpResponse("bye")


def missing(request: Any, exception: Any) -> HttpResponse:
    """A project's own 404 page."""
    return HttpResponse("the project has no such page", status=404)


def get(views: Views, message: Any) -> tuple[int, str]:
    """Return status and text of the answer to *message*."""
    reply = next(AsgiHandler(views.current)(message))
    return reply["status"], reply["content"].decode()


@pytest.fixture
def project(changed: Any) -> Iterator[types.ModuleType]:
    """A project with a URLconf of its own."""
    module = types.ModuleType("a_project_urls")
    module.urlpatterns = [  # type: ignore[attr-defined]
        path("hello/", lambda request: HttpResponse("the project's hello")),
        path("about/", lambda request: HttpResponse("about"), name="about"),
    ]
    module.handler404 = missing  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module
    changed(ROOT_URLCONF=module.__name__, DEBUG=False)
    yield module
    del sys.modules[module.__name__]


@pytest.mark.parametrize(
    "route", ["hello/<name>/", "/hello/<name>/", r"^hello/(\w+)/$", r"^/hello/(\w+)/$"]
)
def test_a_route(message: Any, route: str) -> None:
    """Routes are Django's, with or without the first slash; ``^`` begins a regular expression."""
    views = Views()
    views.add(route, hello)
    assert get(views, message("/hello/bob/")) == (200, "hello bob")
    assert get(views, message("/hello/"))[0] == 404


@pytest.mark.parametrize("route", ["", "/"])
def test_the_root(message: Any, route: str) -> None:
    """Both spellings mean the front page."""
    views = Views()
    assert views.add(route, hello) == ""
    assert get(views, message("/")) == (200, "hello you")


def test_a_class_based_view(message: Any) -> None:
    """A subclass of View needs no ``as_view()``."""

    class Page(View):
        def get(self, request: Any) -> HttpResponse:
            return HttpResponse("page")

    views = Views()
    views.add("page/", Page)
    assert get(views, message("/page/")) == (200, "page")
    assert views.routes["page/"].view is Page


@pytest.mark.parametrize("view", ["hello", None, int, HttpResponse("hi")])
def test_what_is_no_view_is_refused(view: Any) -> None:
    """The error says what a view is."""
    views = Views()
    with pytest.raises(TypeError, match="A view is a function that takes a request"):
        views.add("hello/", view)
    assert not views.routes


def test_what_is_no_route_is_refused() -> None:
    """``@box.view`` without parentheses passes the function as the route."""
    with pytest.raises(TypeError, match=r"write @box\.view\('hello/'\)"):
        Views().add(hello, hello)  # type: ignore[arg-type]
    with pytest.raises(ImproperlyConfigured):
        Views().add("<klingon:x>/", hello)


def test_a_view_without_a_parameter_is_refused() -> None:
    """At the door, as a consumer is; named groups of the route come beside the request."""

    def hello() -> None:
        pass

    with pytest.raises(TypeError, match=r"write def hello\(request\)"):
        Views().add("hello/", hello)
    Views().add("hello/<name>/", lambda request, name: None)


def test_views_have_names() -> None:
    """A view goes by its own name for ``reverse()``, unless it is given one."""
    views = Views()
    views.add("hello/<name>/", hello)
    views.add("bye/", bye, name="farewell")
    views.add("nameless/", lambda request: HttpResponse())
    urlconf = views.current()
    assert reverse("hello", urlconf, args=["bob"]) == "/hello/bob/"
    assert reverse("farewell", urlconf) == "/bye/"
    assert views.routes["nameless/"].name is None
    with pytest.raises(NoReverseMatch):
        reverse("bye", urlconf)


def test_a_route_is_replaced_in_its_place(message: Any) -> None:
    """The order of trying stays when a cell runs again."""
    views = Views()
    views.add("<name>/", hello)
    views.add("x/", bye)
    views.add("/<name>/", hello)
    assert list(views.routes) == ["<name>/", "x/"]
    assert get(views, message("/x/")) == (200, "hello x")


def test_a_removed_route_is_gone(message: Any) -> None:
    """Removing what is not there names what there is."""
    views = Views()
    views.add("hello/", hello)
    views.add("bye/", bye)
    views.remove("/hello/")
    assert get(views, message("/hello/"))[0] == 404
    with pytest.raises(KeyError, match=r"the routes are: 'bye/'"):
        views.remove("hello/")
    views.remove("bye/")
    with pytest.raises(KeyError, match="the routes are: none"):
        views.remove("bye/")


def test_a_swap_is_one_change(message: Any) -> None:
    """A request that has begun keeps its URLconf; a wrong view changes nothing."""
    views = Views()
    views.add("old/", hello)
    before = views.current()
    assert views.swap(remove=["old/", "/never/"], add=[("/new/", bye, None)]) == ["new/"]
    assert resolve("/old/", before).func is hello
    assert resolve("/new/", views.current()).func is bye
    kept = views.current()
    with pytest.raises(TypeError):
        views.swap(remove=["new/"], add=[("a/", hello, None), ("b/", "nonsense", None)])  # type: ignore[list-item]
    assert views.current() is kept
    views.swap(add=[("last/", bye, None)])
    views.swap(remove=["new/"], add=[("new/", hello, None)])
    assert [each.view for each in views.routes.values()] == [hello, bye]


def test_two_sandboxes_have_views_of_their_own(message: Any) -> None:
    """One Django configuration, two URLconfs."""
    first, second = Views(), Views()
    first.add("hello/", hello)
    second.add("hello/", bye)
    assert get(first, message("/hello/")) == (200, "hello you")
    assert get(second, message("/hello/")) == (200, "bye")


def test_the_project_comes_after_the_sandbox(message: Any, project: Any) -> None:
    """The sandbox's views hide the project's; its other URLs and its error pages are there."""
    views = Views()
    assert get(views, message("/hello/")) == (200, "the project's hello")
    views.add("hello/", hello)
    assert get(views, message("/hello/")) == (200, "hello you")
    assert get(views, message("/about/")) == (200, "about")
    assert reverse("about", views.current()) == "/about/"
    assert get(views, message("/nowhere/")) == (404, "the project has no such page")


def test_the_404_page_lists_the_views(message: Any, changed: Any) -> None:
    """Where DEBUG is on, an unknown path shows what there is."""
    changed(DEBUG=True)
    views = Views("the views of sandbox 'default'")
    views.add("hello/<name>/", hello)
    status, page = get(views, message("/nowhere/"))
    assert status == 404
    assert "hello/&lt;name&gt;/" in page
    assert "the views of sandbox &#x27;default&#x27;" in page


@pytest.mark.parametrize("where", ["/", "/nowhere/"])
def test_without_any_view_the_404_page_says_how_to_begin(
    message: Any, changed: Any, where: str
) -> None:
    """Django alone would congratulate with a 200."""
    changed(DEBUG=True)
    status, page = get(Views(), message(where))
    assert status == 404
    assert "@box.view(&quot;hello/&quot;)" in page
    assert next(AsgiHandler()(message(where)))["status"] == 404


def test_old_views_are_let_go() -> None:
    """Django's caches of URLs do not keep what a cell replaced."""
    views = Views()
    gone = []
    for _ in range(20):

        def view(request: Any) -> HttpResponse:
            return HttpResponse()

        views.add("hello/", view)
        assert resolve("/hello/", views.current()).func is view
        gone.append(weakref.ref(view))
    del view
    gc.collect()
    assert [ref() is None for ref in gone] == [True] * 19 + [False]


def test_views_change_while_requests_run(message: Any) -> None:
    """Every request sees the whole of some state."""
    views = Views()
    views.swap(add=[("a/", hello, None), ("b/", hello, None)])
    stop = threading.Event()
    seen: set[tuple[Any, ...]] = set()

    def ask() -> None:
        while not stop.is_set():
            urlconf = views.current()
            seen.add(
                tuple(each.callback for each in urlconf.urlpatterns if isinstance(each, URLPattern))
            )
            assert len(get_resolver(urlconf).url_patterns) == 2

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for turn in range(200):
        view = bye if turn % 2 else hello
        views.swap(add=[("a/", view, None), ("b/", view, None)])
    stop.set()
    for thread in threads:
        thread.join(10)
    assert seen <= {(hello, hello), (bye, bye)}
