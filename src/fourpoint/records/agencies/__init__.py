"""Who works here: agencies, the people in them, and what each may do for how long."""
