"""From ground and plans to units with a class, and why."""
