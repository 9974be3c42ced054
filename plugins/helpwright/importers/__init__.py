"""Bringing an existing knowledge base in, with an account of every word."""
