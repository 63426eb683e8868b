"""Pages of the desk that answers people who ask about what is held of them."""
