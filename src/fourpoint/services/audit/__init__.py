"""The trail, read by those who govern it."""
