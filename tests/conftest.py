"""Makes the helpers of this folder importable in all tests below it."""
