"""Copies that left the system: who holds which, until when, and what became of it."""
