-- How much of what is close to an industry a region has, the industry itself left out, and what it would open.
-- Products of matrices: computed in pipelines/measures/relatedness.py, for one series and year at a time.
-- Beside an absent industry stands how well density predicted entries in the newest tested segment of the series, and
-- why no advice is given where none is.
WITH tested AS (
    SELECT
        density_backtest.auc,
        density_backtest.reason,
        ROW_NUMBER()
            OVER (ORDER BY CASE WHEN density_backtest.auc IS NULL THEN 1 ELSE 0 END, density_backtest.end_year DESC)
            AS place
    FROM density_backtest
    WHERE
        density_backtest.series = $series
        AND density_backtest.level = $level
        AND density_backtest.region_type = CAST($region_type AS VARCHAR)
        AND density_backtest.basis = 'cooccurrence'
),

newest AS (
    SELECT
        MAX(CASE WHEN tested.place = 1 THEN tested.auc END) AS auc,
        CASE WHEN COUNT(*) = 0 THEN 'no_later_year' ELSE MAX(CASE WHEN tested.place = 1 THEN tested.reason END) END
            AS reason
    FROM tested
)

SELECT
    region_industry.region_code,
    region_industry.industry_code,
    CAST($year AS BIGINT) AS year,
    $series AS series,
    $level AS level,
    CAST($region_type AS VARCHAR) AS region_type,
    region_industry.present,
    region_industry.density,
    region_industry.density_skill,
    region_industry.pci,
    region_industry.opportunity_gain,
    CASE WHEN NOT region_industry.present THEN newest.auc END AS auc,
    CASE WHEN NOT region_industry.present THEN newest.reason END AS withheld
FROM region_industry
CROSS JOIN newest
