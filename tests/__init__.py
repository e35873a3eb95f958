"""The tests mirror the tree: ``sandbox/layers/store.py`` → ``tests/layers/test_store.py``."""
