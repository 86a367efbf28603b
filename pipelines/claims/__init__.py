"""Claims: sentences that may be signed, each from its verdict, with its source, grade and limits.
What a verdict is, is decided in ``pipelines/verdicts``; here it is put into sentences and nothing else."""
