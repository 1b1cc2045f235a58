"""Where runs are kept: in memory or in a database, and the proof that nothing was changed since.

What a record means is the core's business: nothing here looks into an event but `verify`.
"""
