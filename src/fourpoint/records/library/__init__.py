"""Papers of the library, their versions, the comments on them, and the index that searches go through."""
