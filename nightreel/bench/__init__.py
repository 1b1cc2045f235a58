"""What things cost: `nightreel bench`. Each benchmark runs in a process of its own, on one core."""
