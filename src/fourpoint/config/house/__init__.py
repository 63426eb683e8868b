"""The structural figures of the house, measured from its own source, for `./fourpoint house` and tests/architecture."""
