#!/usr/bin/env python3
"""Runs Django's commands with the development settings unless the environment names others."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415  (its absence is explained below)
    except ImportError as error:
        raise SystemExit("Django is not installed here. Run «make run», or use .venv/bin/python.") from error
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
