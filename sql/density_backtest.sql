-- How well density told later entries from what remained absent, and whether advice is withheld.
-- Ranks over a product of matrices: computed in pipelines/measures/backtests.py, one unbroken segment at a time.
SELECT
    $series AS series,
    $level AS level,
    CAST($region_type AS VARCHAR) AS region_type,
    CAST($basis AS VARCHAR) AS basis,
    CAST($start_year AS BIGINT) AS start_year,
    CAST($end_year AS BIGINT) AS end_year,
    discrimination.absent,
    discrimination.entries,
    discrimination.auc,
    discrimination.standard_error,
    discrimination.auc_low,
    discrimination.auc_high,
    discrimination.smallest_auc,
    discrimination.reason IS NOT NULL AS withheld,
    discrimination.reason
FROM discrimination
