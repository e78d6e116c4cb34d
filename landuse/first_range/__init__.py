"""A first number from open maps alone: an estimate between two figures, without the park's answers, and what would narrow it."""
