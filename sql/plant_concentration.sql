-- reads plant_group
-- How concentrated the jobs of every region and industry are on single workplaces: exact extremes over all sizes that
-- the classes allow. Workplaces without employees have no share; those of unknown size are left out and said.
--   hhi = sum of squared shares N / S^2 (N the sum of squared sizes, S of sizes), n_eff = 1 / hhi,
--   top1 and top3 = share of the largest and of the three largest workplaces.
-- Classes are disjoint and ordered, so every workplace of a higher class is larger than every one of a lower class;
-- open classes bounded by different regions share their low end and are ordered by their high end.
--
-- hhi: its square root |s| / S is a convex function over a positive linear one, hence quasi-convex, and d hhi / ds has
-- the sign of s - t with t = N / S.
-- Least: a point where every size is t, or the end of its bounds next to t, is the minimum. So for one class all below
-- it are at their high, all above at their low, and its own are at one size v; over v the least is at
-- (N of the others) / (S of the others), or the end next to it. The least over the classes is the minimum.
-- Largest: a quasi-convex function is largest at a corner; there sizes at their high are at least t and sizes at their
-- low at most t. So for one class all above it are at their high, all below at their low, m of its own at their high:
-- (A + alpha m) / (B + beta m)^2 rises up to m = B / beta - 2 A / alpha and falls after it, which leaves its two whole
-- neighbours. Among equal lows the high ends that are used are the largest: exchanging two never makes hhi smaller.
--
-- top k: the share of k given workplaces rises in their own sizes and falls in all others, so the largest is that of
-- the k highest at their high, all others at their low. The least is the minimum of a quasi-convex function (the
-- largest of linear ones over a linear one), so equal bounds may have equal sizes: what is above the class of the k-th
-- is at its low (A in sum), what is below at its high (B), and its n workplaces, j of them among the k, are at one v.
-- (A + j v) / (A + n v + B) rises in v where j (A + B) >= n A and else falls, so v is an end of the class.
WITH plant AS (
    SELECT
        plant_group.region_code,
        plant_group.industry_code,
        plant_group.low,
        COALESCE(plant_group.high, plant_group.low) AS high,
        plant_group.high IS NULL AS unbounded,
        plant_group.workplaces
    FROM plant_group
    WHERE plant_group.low > 0
),

size AS (
    SELECT
        plant.region_code,
        plant.industry_code,
        plant.low,
        MAX(plant.high) AS high,
        SUM(plant.workplaces) AS workplaces,
        SUM(plant.workplaces * plant.high) AS sum_high,
        SUM(plant.workplaces * plant.high * plant.high) AS square_high
    FROM plant
    GROUP BY plant.region_code, plant.industry_code, plant.low
),

beside AS (
    SELECT
        size.region_code,
        size.industry_code,
        size.low,
        size.high,
        size.workplaces,
        COALESCE(SUM(size.workplaces) OVER above, 0) AS above,
        CAST(COALESCE(SUM(size.workplaces * size.low) OVER above, 0) AS DOUBLE) AS sum_above,
        CAST(COALESCE(SUM(size.workplaces * size.low * size.low) OVER above, 0) AS DOUBLE) AS square_above,
        CAST(COALESCE(SUM(size.sum_high) OVER below, 0) AS DOUBLE) AS sum_below,
        CAST(COALESCE(SUM(size.square_high) OVER below, 0) AS DOUBLE) AS square_below
    FROM size
    WINDOW
        above AS (
            PARTITION BY size.region_code, size.industry_code
            ORDER BY size.low
            ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
        ),
        below AS (
            PARTITION BY size.region_code, size.industry_code
            ORDER BY size.low
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        )
),

level_size AS (
    SELECT
        beside.region_code,
        beside.industry_code,
        beside.low,
        beside.high,
        beside.workplaces,
        beside.above,
        beside.sum_above,
        beside.sum_below,
        beside.sum_above + beside.sum_below AS sum_others,
        beside.square_above + beside.square_below AS square_others,
        CASE
            WHEN beside.square_above + beside.square_below >= beside.high * (beside.sum_above + beside.sum_below)
                THEN CAST(beside.high AS DOUBLE)
            WHEN beside.square_above + beside.square_below <= beside.low * (beside.sum_above + beside.sum_below)
                THEN CAST(beside.low AS DOUBLE)
            ELSE (beside.square_above + beside.square_below) / (beside.sum_above + beside.sum_below)
        END AS v
    FROM beside
),

least AS (
    SELECT
        level_size.region_code,
        level_size.industry_code,
        MIN(
            (level_size.square_others + level_size.workplaces * level_size.v * level_size.v)
            / (
                (level_size.sum_others + level_size.workplaces * level_size.v)
                * (level_size.sum_others + level_size.workplaces * level_size.v)
            )
        ) AS hhi,
        MAX(
            CASE
                WHEN level_size.above = 0
                    THEN
                        CAST(level_size.low AS DOUBLE)
                        / (level_size.workplaces * level_size.low + level_size.sum_below)
            END
        ) AS top1,
        MAX(
            CASE
                WHEN level_size.above >= 3 OR level_size.above + level_size.workplaces < 3 THEN NULL
                WHEN
                    (3 - level_size.above) * (level_size.sum_above + level_size.sum_below)
                    >= level_size.workplaces * level_size.sum_above
                    THEN
                        (level_size.sum_above + (3 - level_size.above) * level_size.low)
                        / (level_size.sum_above + level_size.workplaces * level_size.low + level_size.sum_below)
                ELSE
                    (level_size.sum_above + (3 - level_size.above) * level_size.high)
                    / (level_size.sum_above + level_size.workplaces * level_size.high + level_size.sum_below)
            END
        ) AS top3
    FROM level_size
    GROUP BY level_size.region_code, level_size.industry_code
),

corner AS (
    SELECT
        plant.region_code,
        plant.industry_code,
        plant.low,
        plant.high,
        plant.unbounded,
        plant.workplaces,
        COALESCE(SUM(plant.workplaces) OVER above, 0) AS above,
        CAST(
            COALESCE(SUM(plant.workplaces * plant.high) OVER above, 0)
            + COALESCE(SUM(plant.workplaces * plant.low) OVER below, 0)
            + plant.workplaces * plant.low AS DOUBLE
        ) AS sum_low,
        CAST(
            COALESCE(SUM(plant.workplaces * plant.high * plant.high) OVER above, 0)
            + COALESCE(SUM(plant.workplaces * plant.low * plant.low) OVER below, 0)
            + plant.workplaces * plant.low * plant.low AS DOUBLE
        ) AS square_low,
        CAST(plant.high - plant.low AS DOUBLE) AS beta,
        CAST(plant.high * plant.high - plant.low * plant.low AS DOUBLE) AS alpha
    FROM plant
    WINDOW
        above AS (
            PARTITION BY plant.region_code, plant.industry_code
            ORDER BY plant.low, plant.high
            ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
        ),
        below AS (
            PARTITION BY plant.region_code, plant.industry_code
            ORDER BY plant.low, plant.high
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        )
),

turned AS (
    SELECT
        corner.*,
        CASE
            WHEN corner.beta = 0 THEN 0
            WHEN corner.sum_low / corner.beta - 2 * corner.square_low / corner.alpha <= 0 THEN 0
            WHEN corner.sum_low / corner.beta - 2 * corner.square_low / corner.alpha >= corner.workplaces
                THEN corner.workplaces
            ELSE FLOOR(corner.sum_low / corner.beta - 2 * corner.square_low / corner.alpha)
        END AS m
    FROM corner
),

choice AS (
    SELECT
        turned.*,
        CASE WHEN turned.m < turned.workplaces THEN turned.m + 1 ELSE turned.m END AS m_next,
        CASE WHEN turned.above >= 1 THEN 0 ELSE 1 END AS first,
        CASE
            WHEN turned.above >= 3 THEN 0
            WHEN turned.above + turned.workplaces > 3 THEN 3 - turned.above
            ELSE turned.workplaces
        END AS first_three
    FROM turned
),

largest AS (
    SELECT
        choice.region_code,
        choice.industry_code,
        COUNT(CASE WHEN choice.unbounded THEN 1 END) AS unbounded,
        MAX(
            (choice.square_low + choice.alpha * choice.m)
            / (
                (choice.sum_low + choice.beta * choice.m)
                * (choice.sum_low + choice.beta * choice.m)
            )
        ) AS hhi_before,
        MAX(
            (choice.square_low + choice.alpha * choice.m_next)
            / (
                (choice.sum_low + choice.beta * choice.m_next)
                * (choice.sum_low + choice.beta * choice.m_next)
            )
        ) AS hhi_after,
        CAST(SUM(choice.first * choice.high) AS DOUBLE) AS top1,
        CAST(SUM(choice.workplaces * choice.low - choice.first * choice.low) AS DOUBLE) AS others1,
        CAST(SUM(choice.first_three * choice.high) AS DOUBLE) AS top3,
        CAST(SUM(choice.workplaces * choice.low - choice.first_three * choice.low) AS DOUBLE) AS others3,
        SUM(choice.workplaces) AS workplaces
    FROM choice
    GROUP BY choice.region_code, choice.industry_code
),

counted AS (
    SELECT
        plant_group.region_code,
        plant_group.industry_code,
        plant_group.level,
        CAST(SUM(CASE WHEN plant_group.low > 0 THEN plant_group.workplaces ELSE 0 END) AS BIGINT) AS workplaces,
        SUM(CASE WHEN plant_group.unknown THEN plant_group.workplaces ELSE 0 END) AS workplaces_unknown_size
    FROM plant_group
    GROUP BY plant_group.region_code, plant_group.industry_code, plant_group.level
),

bounded AS (
    SELECT
        counted.region_code,
        counted.industry_code,
        counted.level,
        counted.workplaces,
        counted.workplaces_unknown_size,
        largest.unbounded,
        least.hhi AS hhi_low,
        least.top1 AS top1_low,
        CASE WHEN counted.workplaces BETWEEN 1 AND 3 THEN CAST(1 AS DOUBLE) ELSE least.top3 END AS top3_low,
        CASE
            WHEN largest.unbounded > 0 THEN NULL
            WHEN largest.hhi_before > largest.hhi_after THEN largest.hhi_before
            ELSE largest.hhi_after
        END AS hhi_high,
        CASE WHEN largest.unbounded = 0 THEN largest.top1 / (largest.top1 + largest.others1) END AS top1_high,
        CASE WHEN largest.unbounded = 0 THEN largest.top3 / (largest.top3 + largest.others3) END AS top3_high
    FROM counted
    LEFT JOIN least
        ON counted.region_code = least.region_code AND counted.industry_code = least.industry_code
    LEFT JOIN largest
        ON counted.region_code = largest.region_code AND counted.industry_code = largest.industry_code
)

SELECT
    bounded.region_code,
    bounded.industry_code,
    CAST($register_date AS DATE) AS register_date,
    $series AS series,
    bounded.level,
    bounded.workplaces,
    bounded.hhi_low,
    bounded.hhi_high,
    1 / bounded.hhi_high AS n_eff_low,
    1 / bounded.hhi_low AS n_eff_high,
    bounded.top1_low,
    bounded.top1_high,
    bounded.top3_low,
    bounded.top3_high,
    CASE
        WHEN bounded.workplaces = 0 AND bounded.workplaces_unknown_size > 0 THEN 'size_unknown'
        WHEN bounded.workplaces = 0 THEN 'no_jobs'
        WHEN bounded.unbounded > 0 THEN 'open_class_unbounded'
        WHEN bounded.workplaces_unknown_size > 0 THEN 'size_unknown'
    END AS note
FROM bounded
