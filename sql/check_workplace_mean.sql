-- Industries whose mean location quotient of workplaces over all counties, weighted by the counties' workplaces, is not
-- 1.
SELECT
    workplace_quotient.series,
    workplace_quotient.register_date,
    workplace_quotient.industry_code,
    SUM(
        workplace_quotient.lq * workplace_quotient.workplaces_region
        / CAST(workplace_quotient.workplaces_reference_total AS DOUBLE)
    ) AS weighted_mean
FROM workplace_quotient
INNER JOIN region ON workplace_quotient.region_code = region.region_code
WHERE workplace_quotient.reference = 'nation' AND region.type = 'county'
GROUP BY workplace_quotient.series, workplace_quotient.register_date, workplace_quotient.industry_code
HAVING
    ABS(
        SUM(
            workplace_quotient.lq * workplace_quotient.workplaces_region
            / CAST(workplace_quotient.workplaces_reference_total AS DOUBLE)
        ) - 1
    ) > CAST($exactness AS DOUBLE)
