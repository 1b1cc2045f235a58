"""The built-in camera: real sets as distance fields, marched in numpy, then put on tape."""

from nightreel.illustrators.camera.camera import Camera

__all__ = ["Camera"]
