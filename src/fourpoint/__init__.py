"""Fourpoint: the partnership platform against serious and organised crime."""

__version__ = "0.1.0"
