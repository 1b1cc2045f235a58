"""Where people play. A surface translates, and holds no rule and no state."""
