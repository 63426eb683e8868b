"""Pages of intelligence requirements: what is asked of agencies that may know, their answers, and what came of it."""
