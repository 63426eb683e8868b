"""The fictional world of the demonstration."""
