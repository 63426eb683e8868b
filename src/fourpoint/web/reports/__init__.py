"""Pages of intelligence reports: what is made of submissions, sanitised beside the original, released and shared."""
