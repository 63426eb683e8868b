"""The views of agreements: load, authorise, call one service, draw."""
