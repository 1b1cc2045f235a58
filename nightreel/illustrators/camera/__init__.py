"""The built-in camera: the world as a set, filmed and put on tape."""
