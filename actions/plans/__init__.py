"""What is asked of plans, and what people have answered."""
