"""The exam: parks made with other habits than the examples, whose truth is a planner's, and what the program says of them."""
