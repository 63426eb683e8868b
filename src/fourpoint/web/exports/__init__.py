"""Pages of copies that left: one's own, those that are out, those of one record."""
