"""Play without people: policies, a checker of prose against state, and the figures of many runs."""
