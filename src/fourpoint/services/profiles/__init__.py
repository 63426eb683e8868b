"""Profiles: what the open data say of an area, assembled as a document, and the editions frozen from it."""
