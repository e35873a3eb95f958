"""``django.utils.six.moves``: what lies elsewhere since Python 3, under its names of then.

Role: functions and modules; those modules that are imported by their own path (``urllib.parse``)
are in :mod:`sandbox.consumers.classic_paths`, too. It must not know who imports it.
"""

import builtins
import pickle as cPickle
import queue
import urllib.error
import urllib.parse
import urllib.request
from functools import reduce
from http import client as http_client
from http import cookies as http_cookies
from io import StringIO
from itertools import filterfalse, zip_longest

__all__ = [
    "StringIO",
    "cPickle",
    "cStringIO",
    "filter",
    "filterfalse",
    "http_client",
    "http_cookies",
    "input",
    "map",
    "queue",
    "range",
    "reduce",
    "unichr",
    "urllib",
    "xrange",
    "zip",
    "zip_longest",
]

filter, input, map, range, zip = (
    builtins.filter,
    builtins.input,
    builtins.map,
    builtins.range,
    builtins.zip,
)
unichr, xrange, cStringIO = builtins.chr, builtins.range, StringIO
