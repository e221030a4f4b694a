"""A run in time: training, its history, and the thread that does it. No Qt, no files."""
