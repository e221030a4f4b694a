"""What is selected in the network: a panel with a page for each kind of thing."""
