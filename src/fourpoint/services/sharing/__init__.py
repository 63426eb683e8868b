"""Agreements between agencies, and the audiences that rows are given."""
