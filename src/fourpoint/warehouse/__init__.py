"""Open and depersonalised data: Parquet read by DuckDB."""
