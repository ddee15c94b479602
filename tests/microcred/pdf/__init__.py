"""Credentials in PDF."""
