"""The reading process, and what it does."""
