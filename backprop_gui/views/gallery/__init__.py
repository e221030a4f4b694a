"""The gallery of the examples: a card each, with a little picture of its samples."""
