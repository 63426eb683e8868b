"""The word data: what the command line and the data pages do with the warehouse."""
