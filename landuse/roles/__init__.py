"""People: who does something, and what each role may do, in own parks and in others."""
