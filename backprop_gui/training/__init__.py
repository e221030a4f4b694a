"""A run in time: training an experiment, its history, and the thread that does it. No Qt, no files."""
