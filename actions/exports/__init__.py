"""What a user takes out: exports, the printed map, a backup."""
