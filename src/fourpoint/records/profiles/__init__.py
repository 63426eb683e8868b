"""Local profiles and their frozen editions."""
