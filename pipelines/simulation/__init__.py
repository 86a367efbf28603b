"""A simulated register of workplaces with known truth, for tests, benchmarks and demonstrations.
What a pull does with its pages does not belong here; it takes the same way as a real one."""
