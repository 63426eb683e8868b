"""Pages of breaking glass: asking for it, the note after, the review, and the banner while it is open."""
