"""The Dagster assets, thin, one file per layer, in the order in which data flows:
snapshots, core, register, measures, jobs, areas, firms, profiles, edition; ``checks`` stands beside them. The work is in
``pipelines``."""
