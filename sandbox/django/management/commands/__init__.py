"""The commands that classic Channels adds to ``manage.py`` (CLASSIC-SPEC §6.4)."""
