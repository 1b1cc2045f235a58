"""What `nightreel.worlds.check` is made of: lint of rules and prose, and the search for every ending.

Nothing here is needed to play a world.
"""
