"""Who people are on more than one surface."""

OWNER = "player"
"""Who plays at a machine of their own and gave no name: in its terminal, and in its browser."""
