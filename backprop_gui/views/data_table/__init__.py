"""The panel of the samples as a table: edited by hand, copied, pasted, watched in training."""
