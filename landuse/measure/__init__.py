"""Areas and overlaps: measured, never guessed."""
