"""The knowledge base as pages: element trees that Python-Markdown serialises."""
