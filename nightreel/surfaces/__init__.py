"""Where people play. A surface translates between people and the director; it holds no rule and no state."""
