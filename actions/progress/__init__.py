"""How far the parks have come, and what it took of nature."""
