"""Layouts: from values to messages. Pure: built without a connection, sent by others."""
