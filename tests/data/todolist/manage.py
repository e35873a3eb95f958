#!/usr/bin/env python
import os
import sys

import sandbox.verbatim  # noqa: F401 - the one line that was added; all else is of 2016

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
