"""The panel that goes through one training step stage by stage: stages, code, numbers."""
