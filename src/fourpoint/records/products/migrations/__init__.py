"""Migrations, in order, each named for what it does."""
