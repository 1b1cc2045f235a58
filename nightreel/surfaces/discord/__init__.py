"""Discord: a whole channel plays, by buttons and write-ins, one message a turn."""
