"""Formulas as values, with the numbers of a step put in, set and shown. Which, the views decide."""
