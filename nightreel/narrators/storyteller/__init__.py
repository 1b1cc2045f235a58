"""The built-in narrator: a writer's pools of lines, drawn to fit, no sentence twice. No model, no
network.
"""

from nightreel.narrators.storyteller.storyteller import Storyteller

__all__ = ["Storyteller"]
