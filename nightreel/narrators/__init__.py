"""Narrators: facts into words."""
