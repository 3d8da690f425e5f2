"""Contracts that others wrote and we have to keep."""
