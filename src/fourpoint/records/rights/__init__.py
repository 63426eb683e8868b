"""Requests of people about what is held of them, and what was answered."""
