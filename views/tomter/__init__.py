"""Plots: the list, one plot, nominations."""
