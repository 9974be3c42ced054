"""The knowledge base as pages: HTML in pieces, which an engine puts together."""
