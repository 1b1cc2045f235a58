"""The director runs turns: from an accepted action to a committed scene, once, whatever fails
underneath.
"""
