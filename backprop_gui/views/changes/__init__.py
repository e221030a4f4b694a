"""The changes of the present run, and its other futures."""
