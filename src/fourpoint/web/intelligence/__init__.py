"""Pages of intelligence: passing something on, the desk, reports and requirements; one views module for each."""
