"""django.utils.six, as far as programs of 2016 use it."""

from __future__ import annotations

from sandbox.django import six


def test_the_types_are_pythons() -> None:
    """Of a Python 3."""
    assert (six.PY2, six.PY3) == (False, True)
    assert isinstance("x", six.string_types)
    assert isinstance(1, six.integer_types)
    assert isinstance(int, six.class_types)
    assert (six.text_type("x"), six.binary_type(b"x")) == ("x", b"x")


def test_mappings_are_iterated() -> None:
    """As by their methods."""
    mapping = {"a": 1, "b": 2}
    assert list(six.iterkeys(mapping)) == ["a", "b"]
    assert list(six.itervalues(mapping)) == [1, 2]
    assert list(six.iteritems(mapping)) == [("a", 1), ("b", 2)]


class Meta(type):
    """A metaclass that marks its classes."""

    marked = True


def test_metaclasses_are_given_both_ways() -> None:
    """By a base and by a decorator."""

    class One(six.with_metaclass(Meta)):  # type: ignore[misc]
        """One."""

    @six.add_metaclass(Meta)
    class Two:
        """Two."""

        number = 2

    assert type(One) is type(Two) is Meta
    assert (Two.number, Two.__doc__) == (2, "Two.")


def test_text_is_text_already() -> None:
    """The decorator changes nothing."""

    class One:
        def __str__(self) -> str:
            return "é"

    assert six.python_2_unicode_compatible(One) is One
    assert str(One()) == "é"
