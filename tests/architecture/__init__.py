"""The house rules that no linter knows, and the documentation held to the code."""
