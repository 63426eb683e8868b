"""Reviews of marked records, and the certificates of what was disposed of."""
