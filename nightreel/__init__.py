"""Nightreel: a survival story that an AI directs, a camera films and a whole channel plays.

This is not a place to import things from: name the package that owns them, `nightreel.core` or
another. Importing `nightreel` loads nothing else and needs no environment.
"""
