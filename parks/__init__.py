"""Keep a park's folder: its file, layers, versions and settings."""
