"""Named fields lose their values before anything is shown or written down."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.recording.secrets import MARK, hide_in_data, hide_in_text, is_secret

SECRET = "hunter2"


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "Password",
        "user_password",
        "passwd",
        "password2",
        "token",
        "csrfmiddlewaretoken",
        "accessToken",
        "refresh_tokens",
        "client-secret",
        "api_key",
        "apikey",
        "AWS_ACCESS_KEY",
        "private-key",
        "credentials",
    ],
)
def test_names_that_hold_secrets(name: str) -> None:
    """However they are written."""
    assert is_secret(name)


@pytest.mark.parametrize("name", ["text", "key", "monkey", "tokenizer", "secretary", "", 5, None])
def test_names_that_do_not(name: object) -> None:
    """A word that only begins like one is none."""
    assert not is_secret(name)


@pytest.mark.parametrize(
    "text",
    [
        '{"user": "ann", "password": "hunter2"}',
        '{"login": {"token": "hunter2", "n": 1}}',
        '[{"api_key": "hunter2"}, 1]',
        '{"secret": {"deep": ["hunter2"]}}',
        '{"credentials": ["hunter2", "hunter2"]}',
        '{"wrapped": "{\\"password\\": \\"hunter2\\"}"}',
        'login {"password": "hunter2", "x": 1} ok',
        "{'password': 'hunter2', 'x': 1}",
        'say \\"token\\": \\"hunter2\\" end',
        '{"password": "hunter2',
        "user=ann&password=hunter2&go=1",
        "/reset/?token=hunter2",
        "password=hunter2",
        '--b\r\nContent-Disposition: form-data; name="password"\r\n\r\nhunter2\r\n--b--',
        '{"password": "it\\"s hunter2"} tail',
    ],
)
def test_values_of_secret_fields_go(text: str) -> None:
    """From JSON whole, cut or inside other texts, from forms, queries and parts."""
    hidden = hide_in_text(text)
    assert SECRET not in hidden
    assert MARK in hidden
    assert SECRET.encode() not in hide_in_data(text.encode())


def test_all_else_stays() -> None:
    """Only the values go; the form is that of before."""
    text = '{"user": "ann", "password": "x", "n": [1, 2.5, null, true]}'
    assert json.loads(hide_in_text(text)) == {
        "user": "ann",
        "password": MARK,
        "n": [1, 2.5, None, True],
    }
    assert hide_in_text("a=1&token=x&b=2") == f"a=1&token={MARK}&b=2"
    assert hide_in_text("{'token': 'x', 'b': 'y'}") == f"{{'token': '{MARK}', 'b': 'y'}}"


@pytest.mark.parametrize(
    "text", ["hello", "my password is long", "the key to it", '{"text": "hi"}', "", '{"token": ""}']
)
def test_texts_without_secrets_are_the_very_same(text: str) -> None:
    """Nothing is copied, and a word in a sentence is no field."""
    assert hide_in_text(text) is text


def test_bytes_stay_bytes() -> None:
    """Also those that are no text."""
    data = b"\xff\xfepassword=hunter2&x=\xff"
    assert hide_in_data(data) == b"\xff\xfepassword=" + MARK.encode() + b"&x=\xff"
    plain = bytes(range(256))
    assert hide_in_data(plain) is plain


@given(st.text(), st.text())
def test_any_json_value_goes(value: str, other: str) -> None:
    """Whatever the value is made of."""
    text = json.dumps({"password": value, "other": other})
    found = json.loads(hide_in_text(text))
    assert found["password"] == (MARK if value else "")


@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    """Nothing raises, and hiding twice changes nothing more."""
    once = hide_in_text(f"token {text}")
    assert hide_in_text(once) == once


def test_a_long_hostile_text_takes_no_time() -> None:
    """The patterns do not try over and over."""
    for text in ('"password":"' + "\\" * 100_000, "'token':" * 30_000, "password" * 50_000):
        hide_in_text(text)
