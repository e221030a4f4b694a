"""What a person edits and saves: immutable values, their checks, and edits of them.

No Qt, no files, no learning.
"""
