"""Pages of the review desk: what is due, the decision, disposals and their certificates, retention."""
