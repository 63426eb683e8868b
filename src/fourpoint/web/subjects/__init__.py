"""Pages of subjects: the search before one is made, its picture, and linking what a report says."""
