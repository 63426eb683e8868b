"""Ink and paper for charts and maps: elements, colours, patterns, words and scales."""
