"""Views of the pages of intelligence reports."""
