"""Asks public services for open data: the only code with a network, which keeps bytes and a receipt, and understands nothing of them."""
