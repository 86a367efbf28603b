-- The declared breaks, as they are; a break is never found by looking at the figures.
SELECT
    classification_series_break.series,
    classification_series_break.year,
    classification_series_break.kind,
    classification_series_break.region_codes,
    classification_series_break.industry_codes,
    classification_series_break.description_sv,
    classification_series_break.description_en,
    classification_series_break.source,
    classification_series_break.own_check
FROM classification_series_break
