"""Formats of question banks, in plain Python: each module has `loads(text)` and `dumps(items)`."""
