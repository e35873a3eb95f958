"""The version, in its only place: the build, ``sandbox.__version__`` and recordings read it here.

It must not import anything.
"""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
