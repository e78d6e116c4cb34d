"""What an import says of a file."""
