"""Practice that a question's own recipe brings: somebody's working, fewer lines, lines in order."""
