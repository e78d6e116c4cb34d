"""Where on earth a file lies."""
