"""The library: papers of the partnership, their versions, comments and searches."""
