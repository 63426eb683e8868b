"""Tables of intelligence: desks, drafts and submissions, what a desk does with them, reports, sources, requirements."""
