"""Intelligence products: profiles of subjects and problems, and briefings, with all that hangs on them."""
