"""Sentences, numbers and codes in two languages."""
