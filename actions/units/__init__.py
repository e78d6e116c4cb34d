"""Finding units and their classes, and what people decide of them."""
