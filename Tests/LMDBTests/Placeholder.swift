// Removed when the target's first test arrives.
