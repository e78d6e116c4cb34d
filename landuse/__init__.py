"""Reason about land: pure functions over frames and arrays, knowing no file, no network, no screen."""
