"""Speeds side by side with other tools: whole processes, CPU seconds, results held against each other."""
