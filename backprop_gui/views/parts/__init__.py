"""What all views share: colours, icons, numbers on screen and small helpers. No view itself."""
