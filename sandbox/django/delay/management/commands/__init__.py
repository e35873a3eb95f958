"""``manage.py rundelay`` (CLASSIC-SPEC §6.5)."""
