"""The data that stand behind every page: sources, coverage, gaps and licences."""
