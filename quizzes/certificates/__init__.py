"""Certificates as documents."""
