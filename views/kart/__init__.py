"""The map, of Norway and of one park."""

ADDRESS = "kart"  # where a session begins, and where other pages send people
