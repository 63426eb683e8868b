"""What every page shares: the base page, components, refusals, static files."""
