"""Tables of impact assessments and of equality counts."""
