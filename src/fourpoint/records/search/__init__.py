"""The index that one box searches, and the searches that people keep."""
