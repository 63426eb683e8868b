"""What a profile reads from the warehouse, as arrays and frozen values, once for each version of the data."""
