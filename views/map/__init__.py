"""The map component and what it is given."""
