"""What users take away beside Parquet: CSV for Swedish Excel, the data package's description, workbooks and labels.
Profiles and computing do not belong here; every file is written from the Parquet tables alone."""
