"""The terminal: one player's screen, live where there is a terminal, plain where there is none."""
