"""The list of breakpoints and the form to edit one."""
