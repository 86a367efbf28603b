"""The Dagster assets, thin, one file per layer, in the order in which data flows:
snapshots, core, register, measures, relatedness, jobs, areas, firms, uncertainty, verdicts, changes, profiles, site,
edition; ``checks`` stands beside them. The work itself is in ``pipelines``."""
