"""Asking people what the data cannot say."""

ADDRESS = "bekreftelse"  # where other pages send people
