"""A run as something to keep: the film of its frames, and its story as text."""
