"""The pages of agreements: the list, one agreement whole, drafts, and the acts of signing, reviewing and ending."""
