"""Signing in and out, second factors, and the page that says who I am, what I may see and why."""
