"""Backprop Lab: a desktop application in which every number of backpropagation can be seen."""

__version__ = "0.1.0"
