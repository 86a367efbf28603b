"""Jobs told from size classes, held against worked cases, brute force and simulated truth."""
