"""What is shared: agreements between agencies, and audiences, each stored once."""
