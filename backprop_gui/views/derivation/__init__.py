"""The panel that derives one gradient: chain rule, paths, update, and a check of it."""
