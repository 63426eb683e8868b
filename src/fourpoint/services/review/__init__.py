"""Review, retention and disposal: each record's day, the decision, and proof of what went."""
