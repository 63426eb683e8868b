"""Views of products: load, authorise, call one service, draw."""
