"""Fields in which a person types or chooses. Not what is done with it."""
