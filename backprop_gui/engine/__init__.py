"""How a network computes and learns. No Qt, no files, no threads.

`choices`, `topology` and `counter` are plain Python and NumPy and load at once. The modules built
on `compiled` import Numba, which takes half a second: import those off the window's thread.
"""
