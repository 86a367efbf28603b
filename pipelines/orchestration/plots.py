"""Small pictures of a table for the Dagster UI, so that whoever watches a run sees at a glance that it looks right.
Charts that users take away are drawn in ``pipelines/profiles``."""

import base64
import io
import math
from pathlib import Path

import dagster as dg
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.export import headline

LARGEST = math.log2(4)


def quotients(path: Path) -> dg.MarkdownMetadataValue:
    """Location quotients against the nation, counties × industries of SCB's newest year, as a log-scale heat map."""
    content = pq.read_table(path, columns=["region_code", "industry_code", "year", "series", "reference", "lq"])
    content = content.filter((pc.field("reference") == "nation") & (pc.utf8_length(pc.field("region_code")) == 2))
    moments = content.group_by(["year", "series"]).aggregate([]).to_pylist()
    newest = headline.newest((row["year"], row["series"]) for row in moments if headline.is_declared(row["series"]))
    if newest is None:
        return dg.MetadataValue.md("no regions to draw")
    year, series = newest
    rows = content.filter((pc.field("year") == year) & (pc.field("series") == series)).to_pylist()
    regions = sorted({row["region_code"] for row in rows})
    industries = sorted({row["industry_code"] for row in rows})
    grid = [[math.nan] * len(industries) for _ in regions]
    for row in rows:
        if row["lq"]:
            grid[regions.index(row["region_code"])][industries.index(row["industry_code"])] = math.log2(row["lq"])
    return _picture(grid, regions, industries, f"{series} {year}: log2 LQ")


def _picture(grid: list[list[float]], rows: list[str], columns: list[str], title: str) -> dg.MarkdownMetadataValue:
    # Imported when drawn: the command line should not wait for matplotlib before its first word.
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(6, 5), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    image = axes.imshow(grid, cmap="PuOr_r", vmin=-LARGEST, vmax=LARGEST, aspect="auto")
    axes.set_xticks(range(len(columns)), columns, rotation=90, fontsize=7)
    axes.set_yticks(range(len(rows)), rows, fontsize=7)
    axes.set_title(title, fontsize=9)
    figure.colorbar(image, ax=axes)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=90)
    return dg.MetadataValue.md(f"![{title}](data:image/png;base64,{base64.b64encode(stream.getvalue()).decode()})")
