"""Settings for every test. Doubles and factories live beside the tests that use them."""

import os

from hypothesis import settings

# No deadline: a loaded machine is not a bug. On CI the same examples every time, so that a change
# fails for what it changed; at home new ones, so that somebody finds the rest.
settings.register_profile("nightreel", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("nightreel")
