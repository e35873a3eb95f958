"""The tables of delayed messages, step by step."""
