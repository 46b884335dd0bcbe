"""The lock, what has drifted, and writing a tree whole."""
