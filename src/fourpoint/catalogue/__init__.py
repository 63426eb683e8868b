"""What the nation, the law and the force decide, as data, and the loader that refuses a bad file."""
