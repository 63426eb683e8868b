"""Pages of impact assessments and of equality monitoring."""
