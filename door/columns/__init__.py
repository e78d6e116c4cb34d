"""Whose column is which: names, letters, code lists."""
