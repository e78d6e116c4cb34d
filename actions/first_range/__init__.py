"""A first number without a file: public services asked, read by the door, and told as an estimate between two figures."""
