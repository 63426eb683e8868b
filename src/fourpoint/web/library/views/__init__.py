"""The library's views: load, authorise, call one service, draw."""
