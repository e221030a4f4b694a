"""In and out: experiments, networks and logs as files, read strictly and written atomically.

No Qt, no learning. What a file may hold is in `formats`; all that goes wrong is a FileError.
"""
