"""The way in: what Fourpoint is, and the accessibility statement."""
