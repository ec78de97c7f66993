"""Register the fixtures of the test kit with pytest."""
