"""The dialog that takes samples from a CSV or TSV file."""
