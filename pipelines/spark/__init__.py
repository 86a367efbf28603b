"""The measures on Spark, for those who outgrow one machine: the SQL files of ``sql/`` and the kernels as they are.
No formula stands here."""
