-- Tests of density whose figures contradict each other: pairs below none or more entries than pairs, an area or a bound
-- beyond 0 and 1 or out of order, and advice that is given though the declared lines are not reached.
SELECT
    'pairs' AS fault,
    density_backtest.series,
    density_backtest.level,
    density_backtest.region_type,
    density_backtest.basis,
    density_backtest.start_year,
    density_backtest.end_year
FROM density_backtest
WHERE
    density_backtest.entries < 0
    OR density_backtest.entries > density_backtest.absent
    OR (density_backtest.absent IS NULL) <> (density_backtest.entries IS NULL)
    OR (
        density_backtest.auc IS NOT NULL
        AND (
            density_backtest.absent IS NULL
            OR density_backtest.entries = 0
            OR density_backtest.entries = density_backtest.absent
        )
    )
UNION ALL
SELECT
    'interval' AS fault,
    density_backtest.series,
    density_backtest.level,
    density_backtest.region_type,
    density_backtest.basis,
    density_backtest.start_year,
    density_backtest.end_year
FROM density_backtest
WHERE
    density_backtest.auc < 0
    OR density_backtest.auc > 1
    OR density_backtest.auc_low < 0
    OR density_backtest.auc_high > 1
    OR density_backtest.auc_low > density_backtest.auc
    OR density_backtest.auc > density_backtest.auc_high
    OR density_backtest.standard_error < 0
    OR (density_backtest.auc_low IS NULL) <> (density_backtest.auc_high IS NULL)
    OR (density_backtest.auc IS NULL AND density_backtest.auc_low IS NOT NULL)
UNION ALL
SELECT
    'advice' AS fault,
    density_backtest.series,
    density_backtest.level,
    density_backtest.region_type,
    density_backtest.basis,
    density_backtest.start_year,
    density_backtest.end_year
FROM density_backtest
WHERE
    density_backtest.withheld = (density_backtest.reason IS NULL)
    OR (
        NOT density_backtest.withheld
        AND (
            COALESCE(density_backtest.auc, 0) < density_backtest.smallest_auc
            OR COALESCE(density_backtest.auc_low, 0) <= CAST($chance_auc AS DOUBLE)
        )
    )
