"""What a user brings in: files checked, imported, kept waiting, taken back; a new park."""
