"""What people of an agency answer for by name, in every word, and who takes it over when they leave."""
