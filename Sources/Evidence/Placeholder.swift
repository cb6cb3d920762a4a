// Removed when the target's first file arrives.
