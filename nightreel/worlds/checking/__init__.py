"""What `nightreel.worlds.check` is made of: lint of rules and prose, and search for endings.

Nothing here is needed to play a world.
"""
