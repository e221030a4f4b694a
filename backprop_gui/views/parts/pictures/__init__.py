"""Images of many values over time, or of a layer's weights. Not the curves of a few."""
