"""The pages, one package per word; what they share is web/frame."""
