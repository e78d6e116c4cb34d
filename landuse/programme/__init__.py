"""The programme: pace to the targets, the yearly return, and the roll-up of many."""
