"""Worlds as authors write them: the pack format, its loader, linter and solver. `packs/` holds the
ones that ship.
"""
