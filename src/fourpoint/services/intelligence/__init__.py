"""Intelligence both ways: desks, what people pass on to them, what is made of it and told back."""
