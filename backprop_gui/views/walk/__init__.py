"""The guided walk: one complete training step of the network that is open, page by page."""
