"""Which of a layer's sources a file is: its key from its content, its relation to those in use, and what lies between them."""
