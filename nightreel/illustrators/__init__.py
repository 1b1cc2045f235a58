"""Illustrators: facts into frames."""
