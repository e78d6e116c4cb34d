"""Remember: snapshots (what was found), decisions (what people said)."""
