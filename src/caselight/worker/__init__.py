"""What happens later or repeatedly."""
