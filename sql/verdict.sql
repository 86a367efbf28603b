-- reads verdict_subject, specification, nation_by_sum
-- One verdict for every subject of a region in the newest year of a series, from how many ways of asking find it
-- strong: at least the share $strong of those that have an answer a strength, at least $possible a possible one. What
-- is too small or unknown is no ground for either, nor is the absence of a strength that open answers could turn. Where
-- jobs surely are as many as the nation's, workplaces alone make no absence. Where one workplace surely has the share
-- $largest of the jobs the strength is an employer. Where chance alone would give as many workplaces more often than
-- $false_discovery allows, it is possible only. What was strong in earlier years, and in the newest is in no way and
-- below 1 against the nation, is none. A question is a reference area, a year and what is counted (employed,
-- workplaces, jobs): answers that differ only by the nation and its rest, by those of unknown industry or by the
-- largest workplace are of the same one, and twelve of them are not twelve findings. Where fewer than $specifications
-- questions have an answer, a strength is possible only, and its absence no finding while others are open: they may
-- speak for it. A subject with a quotient has an answer at least: that against the nation in its own year.
WITH answer AS (
    SELECT
        specification.subject_type,
        specification.region_code,
        specification.subject_code,
        specification.year,
        specification.series,
        COUNT(*) AS specifications,
        COUNT(specification.strong) AS answered,
        COUNT(
            DISTINCT CASE
                WHEN specification.strong IS NOT NULL
                    THEN
                        REPLACE(
                            REPLACE(
                                REPLACE(specification.specification, 'rest_of_nation ', 'nation '),
                                ' without_unknown',
                                ''
                            ),
                            '_without_largest',
                            ''
                        )
            END
        ) AS questions,
        CAST(SUM(specification.strong) AS BIGINT) AS specifications_strong,
        COUNT(*) - COUNT(specification.strong) AS specifications_open,
        SUM(
            CASE
                WHEN specification.specification LIKE '% ' || CAST(specification.year AS VARCHAR) || ' %'
                    THEN specification.strong
            END
        ) AS strong_now,
        MAX(CASE WHEN specification.specification LIKE 'nation % jobs' THEN specification.strong END) AS jobs_strong,
        MIN(CASE WHEN specification.strong = 1 THEN specification.specification END) AS first_strong,
        MIN(CASE WHEN specification.strong = 0 THEN specification.specification END) AS first_not,
        MIN(specification.lq) AS lq_lowest,
        MAX(specification.lq) AS lq_highest
    FROM specification
    GROUP BY
        specification.subject_type,
        specification.region_code,
        specification.subject_code,
        specification.year,
        specification.series
),

line AS (
    SELECT
        CAST($specifications AS BIGINT) AS specifications,
        CAST($strong AS DOUBLE) AS share_strength,
        CAST($possible AS DOUBLE) AS share_possible,
        CAST($bound AS DOUBLE) AS bound,
        CAST($members AS DOUBLE) AS share_listed,
        CAST($jobs AS DOUBLE) AS jobs,
        CAST($workplaces AS DOUBLE) AS workplaces,
        CAST($largest AS DOUBLE) AS largest,
        CAST($false_discovery AS DOUBLE) AS false_discovery
),

judged AS (
    SELECT
        verdict_subject.subject_type,
        verdict_subject.region_code,
        verdict_subject.subject_code,
        verdict_subject.year,
        verdict_subject.series,
        verdict_subject.level,
        verdict_subject.workplaces,
        verdict_subject.jobs_low,
        verdict_subject.lq,
        verdict_subject.q_value,
        answer.answered,
        answer.lq_lowest,
        answer.lq_highest,
        answer.first_strong,
        answer.first_not,
        COALESCE(answer.specifications, 0) AS specifications,
        COALESCE(answer.specifications_strong, 0) AS specifications_strong,
        COALESCE(answer.specifications_open, 0) AS specifications_open,
        COALESCE(answer.questions, 0) AS questions,
        CASE
            WHEN
                verdict_subject.lq IS NULL OR answer.specifications IS NULL
                THEN COALESCE(verdict_subject.note, 'no_quotient')
            WHEN verdict_subject.note = 'incomplete_total' THEN 'incomplete_total'
            WHEN
                verdict_subject.members_listed < line.share_listed * verdict_subject.members
                THEN 'members_not_in_table'
            WHEN nation_by_sum.series IS NOT NULL THEN 'nation_not_in_table'
            WHEN
                answer.specifications_open > 0
                AND (
                    answer.questions < line.specifications
                    OR answer.specifications_strong + answer.specifications_open
                    >= line.share_possible * answer.specifications
                )
                AND answer.specifications_strong < line.share_possible * answer.answered
                THEN 'open_could_turn'
            WHEN
                answer.specifications_strong < line.share_possible * answer.answered
                AND COALESCE(answer.jobs_strong, 0) = 0
                THEN 'strong_in_few'
            WHEN answer.strong_now = 0 AND verdict_subject.lq < line.bound THEN 'not_now'
            WHEN verdict_subject.jobs_low < line.jobs THEN 'too_few_jobs'
            WHEN verdict_subject.largest_low >= line.largest THEN 'one_employer'
            WHEN verdict_subject.workplaces < line.workplaces THEN 'too_few_workplaces'
            WHEN answer.specifications_strong < line.share_strength * answer.answered THEN 'strong_in_some'
            WHEN verdict_subject.q_value > line.false_discovery THEN 'could_be_chance'
            WHEN answer.questions < line.specifications THEN 'few_questions'
            ELSE 'strong_in_most'
        END AS reason
    FROM verdict_subject
    CROSS JOIN line
    LEFT JOIN answer
        ON
            verdict_subject.subject_type = answer.subject_type
            AND verdict_subject.region_code = answer.region_code
            AND verdict_subject.subject_code = answer.subject_code
            AND verdict_subject.year = answer.year
            AND verdict_subject.series = answer.series
    LEFT JOIN nation_by_sum
        ON verdict_subject.series = nation_by_sum.series AND verdict_subject.year = nation_by_sum.year
),

decided AS (
    SELECT
        judged.*,
        CASE
            WHEN judged.reason = 'strong_in_most' THEN 'styrka'
            WHEN judged.reason IN ('strong_in_some', 'could_be_chance', 'few_questions') THEN 'möjlig styrka'
            WHEN judged.reason = 'one_employer' THEN 'nisch med en arbetsgivare'
            WHEN judged.reason IN ('strong_in_few', 'not_now') THEN 'ingen styrka'
            ELSE 'otillräckligt underlag'
        END AS verdict,
        COALESCE(region.type, 'imported') AS region_type,
        region.county_code
    FROM judged
    LEFT JOIN region ON judged.region_code = region.region_code
),

alike AS (
    SELECT
        decided.subject_type,
        decided.subject_code,
        decided.series,
        decided.year,
        decided.region_type,
        COUNT(*) AS regions,
        SUM(CASE WHEN decided.verdict = 'otillräckligt underlag' THEN 0 ELSE 1 END) AS judged,
        SUM(CASE WHEN decided.verdict = 'styrka' THEN 1 ELSE 0 END) AS strengths,
        SUM(CASE WHEN decided.verdict = 'möjlig styrka' THEN 1 ELSE 0 END) AS possible,
        SUM(CASE WHEN decided.verdict = 'nisch med en arbetsgivare' THEN 1 ELSE 0 END) AS niches,
        SUM(CASE WHEN decided.verdict = 'ingen styrka' THEN 1 ELSE 0 END) AS none
    FROM decided
    GROUP BY decided.subject_type, decided.subject_code, decided.series, decided.year, decided.region_type
),

-- Who an area is declared for: the regions that it names, and the municipalities of the counties that it names.
named AS (
    SELECT
        strength_area.area_id,
        member.region_code
    FROM strength_area
    INNER JOIN region AS declared_region
        ON ' ' || strength_area.region_codes || ' ' LIKE '% ' || declared_region.region_code || ' %'
    INNER JOIN region AS member
        ON declared_region.region_code = member.region_code OR declared_region.region_code = member.county_code
    GROUP BY strength_area.area_id, member.region_code
)

SELECT
    decided.region_code,
    decided.subject_code,
    decided.year,
    decided.series,
    decided.subject_type,
    decided.level,
    decided.verdict,
    decided.reason,
    CAST(decided.specifications AS BIGINT) AS specifications,
    CAST(decided.specifications_strong AS BIGINT) AS specifications_strong,
    CAST(decided.specifications_open AS BIGINT) AS specifications_open,
    CAST(decided.questions AS BIGINT) AS questions,
    CAST(decided.specifications_strong AS DOUBLE) / CAST(NULLIF(decided.answered, 0) AS DOUBLE) AS share_strong,
    CASE
        WHEN decided.verdict IN ('styrka', 'möjlig styrka') THEN decided.first_not
        WHEN decided.reason IN ('strong_in_few', 'not_now') THEN decided.first_strong
    END AS flipping_specification,
    decided.lq,
    decided.lq_lowest,
    decided.lq_highest,
    decided.q_value,
    decided.jobs_low,
    decided.workplaces,
    CAST(
        CASE
            WHEN decided.verdict = 'styrka' THEN alike.strengths
            WHEN decided.verdict = 'möjlig styrka' THEN alike.possible
            WHEN decided.verdict = 'nisch med en arbetsgivare' THEN alike.niches
            WHEN decided.verdict = 'ingen styrka' THEN alike.none
        END AS BIGINT
    ) AS same_verdict,
    CAST(alike.judged AS BIGINT) AS of_regions,
    CASE
        WHEN decided.verdict = 'styrka' AND alike.judged > 1
            THEN 1 - CAST(alike.strengths - 1 AS DOUBLE) / CAST(alike.judged - 1 AS DOUBLE)
    END AS distinctiveness,
    CASE
        WHEN decided.subject_type <> 'area' THEN NULL
        WHEN named.area_id IS NOT NULL AND decided.verdict = 'ingen styrka' THEN 'named_not_shown'
        WHEN named.area_id IS NOT NULL AND decided.verdict = 'styrka' THEN 'named_and_shown'
        WHEN named.area_id IS NOT NULL THEN 'named_undecided'
        WHEN decided.verdict = 'styrka' THEN 'shown_not_named'
        ELSE 'neither'
    END AS declared
FROM decided
INNER JOIN alike
    ON
        decided.subject_type = alike.subject_type
        AND decided.subject_code = alike.subject_code
        AND decided.series = alike.series
        AND decided.year = alike.year
        AND decided.region_type = alike.region_type
LEFT JOIN named ON decided.subject_code = named.area_id AND decided.region_code = named.region_code
