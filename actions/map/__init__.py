"""What a map shows."""
