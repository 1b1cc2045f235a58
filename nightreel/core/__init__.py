"""Pure values and rules: what is so, what may be tried, and what comes of it.

No clock, no dice of the machine's, no logger, no network, no asyncio. Run seed and events in,
state out.
"""
