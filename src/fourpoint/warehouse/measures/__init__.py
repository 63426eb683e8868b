"""Chains of named SQL steps over the warehouse, in the dialect that DuckDB and Spark share."""
