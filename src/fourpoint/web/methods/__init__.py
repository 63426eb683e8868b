"""How figures are made: catalogue entries with their status, weights, similarity and measures."""
