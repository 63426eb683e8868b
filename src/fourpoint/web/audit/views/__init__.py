"""Views of the governance pages, one module a subject."""
