-- reads measured_region, measured_industry, measured_cell
-- Every measured cell between the least and the most that it can hold. Of a known one these are the ends of its noise.
-- One that is not known holds at least none, and if suppressed at most what is stated of its table (a total that is
-- summed from men and women is no cell of the table's own: of it nothing is stated). A published nation bounds it too:
-- no county or municipality has more than the nation without what the others of its type surely have. The nation's own
-- cell has at least what the regions of a type surely have. Where what is known contradicts a bound it is not used.
WITH parted AS (
    SELECT
        employment.region_code,
        employment.industry_code
    FROM employment
    WHERE
        employment.series = $series
        AND employment.year = $year
        AND employment.level = $level
        AND employment.sex <> 'total'
    GROUP BY employment.region_code, employment.industry_code
),

stated AS (
    SELECT
        snapshot.table_id,
        MAX(snapshot.suppressed_most) AS most
    FROM snapshot
    GROUP BY snapshot.table_id
),

suppressed AS (
    SELECT
        measured_region.region_id,
        measured_industry.industry_id,
        stated.most
    FROM employment
    INNER JOIN measured_region ON employment.region_code = measured_region.region_code
    INNER JOIN measured_industry ON employment.industry_code = measured_industry.industry_code
    INNER JOIN stated ON employment.table_id = stated.table_id
    LEFT JOIN parted
        ON employment.region_code = parted.region_code AND employment.industry_code = parted.industry_code
    WHERE
        employment.series = $series
        AND employment.year = $year
        AND employment.level = $level
        AND employment.status = 'suppressed'
        AND parted.region_code IS NULL
),

own AS (
    SELECT
        measured_cell.region_id,
        measured_cell.industry_id,
        COALESCE(region.type, 'imported') AS region_type,
        CASE WHEN measured_cell.employees IS NULL THEN 1 ELSE 0 END AS unknown,
        COALESCE(measured_cell.low, 0) AS low,
        CASE WHEN measured_cell.employees IS NULL THEN suppressed.most ELSE measured_cell.high END AS high
    FROM measured_cell
    INNER JOIN measured_region ON measured_cell.region_id = measured_region.region_id
    LEFT JOIN region ON measured_region.region_code = region.region_code
    LEFT JOIN suppressed
        ON measured_cell.region_id = suppressed.region_id AND measured_cell.industry_id = suppressed.industry_id
),

sure AS (
    SELECT
        own.industry_id,
        own.region_type,
        CAST(SUM(own.low) AS BIGINT) AS low
    FROM own
    WHERE own.region_type IN ('county', 'municipality')
    GROUP BY own.industry_id, own.region_type
),

surest AS (
    SELECT
        sure.industry_id,
        MAX(sure.low) AS low
    FROM sure
    GROUP BY sure.industry_id
),

nation AS (
    SELECT
        own.industry_id,
        own.high
    FROM own
    WHERE own.region_type = 'nation'
),

enclosed AS (
    SELECT
        own.region_id,
        own.industry_id,
        own.unknown,
        own.high,
        CASE
            WHEN own.region_type <> 'nation' OR own.unknown = 0 OR surest.low IS NULL THEN own.low
            WHEN surest.low > own.high THEN own.low
            ELSE surest.low
        END AS low,
        -- Of a cell that is not known nothing is sure: it has what all that is sure leaves.
        CASE WHEN nation.high >= sure.low THEN nation.high - sure.low END AS room
    FROM own
    LEFT JOIN sure ON own.industry_id = sure.industry_id AND own.region_type = sure.region_type
    LEFT JOIN surest ON own.industry_id = surest.industry_id
    LEFT JOIN nation ON own.industry_id = nation.industry_id
)

SELECT
    enclosed.region_id,
    enclosed.industry_id,
    enclosed.unknown,
    enclosed.low,
    CASE
        WHEN enclosed.unknown = 0 OR enclosed.room IS NULL THEN enclosed.high
        WHEN enclosed.high <= enclosed.room THEN enclosed.high
        ELSE enclosed.room
    END AS high
FROM enclosed
