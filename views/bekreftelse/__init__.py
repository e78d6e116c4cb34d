"""Asking people what the data cannot say."""
