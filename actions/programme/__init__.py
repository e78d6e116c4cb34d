"""Acts of the programme: pace, returns, roll-up."""
