"""Ways out of the house for notices: one file for each kind, one line in the register."""
