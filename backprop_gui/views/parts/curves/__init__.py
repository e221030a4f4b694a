"""Panels of many curves: the list of them, the legend, the tools above. Not the plot itself."""
