"""All files of a park at once: looked through, asked about in one place, and taken into use together."""
