"""The pages of the governance role: the trail, who read what, its seals, and what asks for a second look."""
