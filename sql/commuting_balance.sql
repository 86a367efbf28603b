-- reads commuting_side
-- Commuting of each municipality: employed who live there, jobs there, and those who do both. A municipality without
-- any pair on one side has nobody there. Self-sufficiency is jobs per employed resident (day by night population).
WITH place AS (
    SELECT
        commuting_side.region_code,
        commuting_side.year,
        commuting_side.table_id
    FROM commuting_side
    GROUP BY commuting_side.region_code, commuting_side.year, commuting_side.table_id
),

summed AS (
    SELECT
        place.region_code,
        place.year,
        place.table_id,
        CASE WHEN COALESCE(lives.empty_pairs, 0) = 0 THEN COALESCE(lives.known, 0) END AS employed_residents,
        CASE WHEN COALESCE(works.empty_pairs, 0) = 0 THEN COALESCE(works.known, 0) END AS jobs,
        CASE WHEN COALESCE(lives.empty_home, 0) = 0 THEN COALESCE(lives.home, 0) END AS live_and_work,
        lives.reason AS lives_reason,
        works.reason AS works_reason
    FROM place
    LEFT JOIN commuting_side AS lives
        ON place.region_code = lives.region_code AND place.year = lives.year AND lives.side = 'residence'
    LEFT JOIN commuting_side AS works
        ON place.region_code = works.region_code AND place.year = works.year AND works.side = 'workplace'
)

SELECT
    summed.region_code,
    summed.year,
    summed.employed_residents,
    summed.jobs,
    summed.live_and_work,
    summed.jobs - summed.live_and_work AS commuters_in,
    summed.employed_residents - summed.live_and_work AS commuters_out,
    summed.jobs - summed.employed_residents AS net_commuting,
    CAST(summed.jobs AS DOUBLE) / CAST(NULLIF(summed.employed_residents, 0) AS DOUBLE) AS self_sufficiency,
    CAST(summed.live_and_work AS DOUBLE) / CAST(NULLIF(summed.employed_residents, 0) AS DOUBLE) AS share_at_home,
    CASE
        WHEN 'suppressed' IN (summed.lives_reason, summed.works_reason) THEN 'suppressed'
        WHEN 'missing' IN (summed.lives_reason, summed.works_reason) THEN 'missing'
        WHEN COALESCE(summed.lives_reason, summed.works_reason) IS NOT NULL THEN 'not_applicable'
        WHEN summed.employed_residents = 0 THEN 'no_employed_residents'
    END AS note,
    summed.table_id
FROM summed
