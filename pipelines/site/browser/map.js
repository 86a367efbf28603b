// The map: a choice of regions, series, industry or area, and year; the shades of the areas and the table beside it.
// The outlines stand in the page; figures come from one data file per industry or area.
"use strict";
document.addEventListener("DOMContentLoaded", async () => {
  const index = await styrka.index();
  const form = document.getElementById("choices");
  const fields = Object.fromEntries(["kind", "series", "subject", "year"].map((id) => [id, document.getElementById(id)]));
  const pointed = document.getElementById("pointed");
  const status = document.getElementById("map-status");
  const nearer = document.getElementById("nearer");
  // Where the regions with figures take up less of the map than this, they are shown alone; with some room round them.
  const FEW = 1 / 3;
  const ROOM = 1.25;
  const names = new Map(index.regions.map(([code, name]) => [code, name]));
  let highlighted = null;
  let turn = 0;

  function seriesOf(number) {
    return index.series.find((series) => series.subjects.some((subject) => subject[0] === number));
  }

  function options(field, pairs, chosen) {
    field.replaceChildren(...pairs.map(([value, text]) => new Option(text, value, false, String(value) === String(chosen))));
  }

  function offerSubjects(series, chosen) {
    const groups = new Map();
    for (const [number, code, name, level] of series.subjects) {
      if (!groups.has(level)) groups.set(level, styrka.element("optgroup", { label: index.levels[level] }));
      const text = level === "area" ? name : `${code} ${name}`;
      groups.get(level).append(new Option(text, number, false, number === chosen));
    }
    fields.subject.replaceChildren(...groups.values());
  }

  // From the address; what it leaves open is what the page opens with.
  function begin() {
    const wanted = styrka.choices();
    let kind = wanted.get("kind");
    let series = index.series.find((each) => each.code === wanted.get("series") && each.kinds.some((one) => one !== "imported"));
    if (!(kind in index.first) || (series && !series.kinds.includes(kind))) {
      kind = Object.keys(index.first).find((each) => !series || series.kinds.includes(each)) ?? Object.keys(index.first)[0];
    }
    let number = index.first[kind];
    series ??= seriesOf(number);
    if (seriesOf(number) !== series) number = series.subjects[0][0];
    const subject = series.subjects.find(
      ([, code, , level]) => code === wanted.get("subject") && [null, level].includes(wanted.get("level")),
    );
    highlighted = wanted.get("region");
    nearer.setAttribute("aria-pressed", wanted.get("view") !== "whole");
    fields.kind.value = kind;
    offerSeries(kind, series.code);
    offerSubjects(series, subject ? subject[0] : number);
    return draw(wanted.get("year"));
  }

  function offerSeries(kind, chosen) {
    const known = index.series.filter((series) => series.kinds.includes(kind));
    options(fields.series, known.map((series) => [series.code, series.name]), chosen);
  }

  async function draw(wantedYear) {
    const mine = ++turn;
    const kind = fields.kind.value;
    const number = Number(fields.subject.value);
    const series = index.series.find((each) => each.code === fields.series.value);
    const years = (await styrka.load(`quotients/${number}`))[kind] ?? {};
    if (mine !== turn) return;
    const listed = Object.keys(years).sort().reverse();
    const year = listed.includes(wantedYear) ? wantedYear : listed[0];
    options(fields.year, listed.map((each) => [each, each]), year);
    const rows = years[year] ?? [];
    const [, code, name, level] = series.subjects.find((subject) => subject[0] === number);
    shade(kind, new Map(rows.map((row) => [row[0], row])));
    tabulate(series, name, year, rows);
    const view = nearer.getAttribute("aria-pressed") === "true" ? null : "whole";
    styrka.remember({ kind, series: series.code, subject: code, level, year, region: highlighted, view });
  }

  function figure(row) {
    return row[1] === null ? lacking(row) : styrka.local(row[1]);
  }

  function lacking(row) {
    return index.words[row[6]] ?? index.words.missing;
  }

  function bounds(series, row) {
    if (row[1] !== null && row[6]) return lacking(row);
    if (series.register) return index.words.exact;
    return row[2] ? styrka.local(row[2]) : "";
  }

  function shade(kind, rows) {
    for (const frame of document.querySelectorAll(".map-frame")) frame.hidden = frame.id !== `map-${kind}`;
    const areas = [...document.querySelectorAll(`#map-${kind} [data-code]`)];
    for (const area of areas) {
      const row = rows.get(area.dataset.code);
      const text = row ? styrka.withReason(figure(row), row[1] !== null && row[6] ? lacking(row) : null) : index.words.not_in_edition;
      area.querySelector("path").setAttribute("class", `area ${row ? row[5] : "missing"}`);
      const sentence = row && row[1] !== null ? index.words.spoken : index.words.spoken_empty;
      area.setAttribute("aria-label", styrka.filled(sentence, { region: area.dataset.name, lq: text, reason: text }));
    }
    const chosen = areas.find((area) => area.dataset.code === highlighted);
    ring("chosen", chosen);
    ring("pointed", null);
    const told = areas.filter((area) => rows.has(area.dataset.code));
    rove(areas, chosen ?? told[0] ?? areas[0]);
    look(document.querySelector(`#map-${kind} svg`), told);
  }

  // At all areas, or at those with figures; in the same shape, so that nothing else on the page moves.
  function look(map, told) {
    map.dataset.whole ??= map.getAttribute("viewBox");
    const whole = map.dataset.whole.split(" ").map(Number);
    const boxes = told.map((area) => area.getBBox());
    const [left, top] = ["x", "y"].map((side) => Math.min(...boxes.map((box) => box[side])));
    const right = Math.max(...boxes.map((box) => box.x + box.width));
    const bottom = Math.max(...boxes.map((box) => box.y + box.height));
    const part = Math.max((right - left) / whole[2], (bottom - top) / whole[3]) * ROOM;
    nearer.hidden = !(part < FEW);
    const near = !nearer.hidden && nearer.getAttribute("aria-pressed") === "true";
    const [width, height] = [part * whole[2], part * whole[3]];
    const view = near ? [(left + right - width) / 2, (top + bottom - height) / 2, width, height] : whole;
    map.setAttribute("viewBox", view.map((each) => each.toFixed(1)).join(" "));
  }

  function tabulate(series, name, year, rows) {
    const heads = ["region", "lq", "bounds", null, "rank"].map((key) => (key ? index.words[`column_${key}`] : series.size));
    const lines = rows.map((row) => {
      const [code, , , size, rank, shadeOf] = row;
      const named = names.get(code) ?? code;
      const link = names.has(code) ? styrka.element("a", { href: styrka.regionAddress(code) }, named) : named;
      const value = styrka.element("span", {}, styrka.element("span", { class: `swatch ${shadeOf}`, "aria-hidden": "true" }), figure(row));
      const place = rank ? styrka.filled(index.words.rank_of, { rank: rank[0], count: rank[1] }) : "";
      return Object.assign([link, value, bounds(series, row), size === null ? "" : styrka.local(size), place], { code });
    });
    let caption = styrka.filled(index.words.map_caption, { subject: name, series: series.name, year });
    if (index.mark) caption = `${index.mark}: ${caption}`;
    document.getElementById("map-data").replaceChildren(...styrka.table("map-table", caption, heads, lines, labelled(series, year)));
    status.textContent = caption;
  }

  function labelled(series, year) {
    const { figures, computed } = series.labels[year] ?? { figures: [], computed: [] };
    return [...figures.map((text) => `${series.size}: ${text}`), ...computed.map((text) => `${index.words.column_lq}: ${text}`), index.edition];
  }

  // One area is in the order of the tab key; arrows lead to the nearest in their direction, Enter follows the link.
  function rove(areas, first) {
    for (const area of areas) area.setAttribute("tabindex", area === first ? 0 : -1);
  }

  function middle(area) {
    const box = area.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  }

  const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

  function neighbour(areas, area, [right, down]) {
    const [x, y] = middle(area);
    let best = null;
    let least = Infinity;
    for (const other of areas) {
      const [otherX, otherY] = middle(other);
      const ahead = (otherX - x) * right + (otherY - y) * down;
      const aside = Math.abs((otherX - x) * down) + Math.abs((otherY - y) * right);
      if (other === area || ahead <= 0 || aside > 2 * ahead) continue;
      if (ahead + 2 * aside < least) [best, least] = [other, ahead + 2 * aside];
    }
    return best;
  }

  // The border of an area, drawn once more over all others.
  function ring(which, area) {
    for (const path of document.querySelectorAll(`.ring-${which}`)) {
      if (area && area.ownerSVGElement === path.ownerSVGElement) path.setAttribute("d", area.querySelector("path").getAttribute("d"));
      else path.removeAttribute("d");
    }
  }

  function point(area) {
    ring("pointed", area);
    pointed.textContent = area ? area.getAttribute("aria-label") : "\u00a0";
    const code = area?.dataset.code;
    for (const row of document.querySelectorAll("#map-table tbody tr")) row.classList.toggle("pointed-row", row.dataset.code === code);
  }

  for (const frame of document.querySelectorAll(".map-frame")) {
    frame.addEventListener("keydown", (event) => {
      const areas = [...frame.querySelectorAll("[data-code]")];
      const area = event.target.closest("[data-code]");
      const ordered = () => [...areas].sort((one, other) => (one.dataset.code < other.dataset.code ? -1 : 1));
      const next =
        event.key in ARROWS
          ? neighbour(areas, area, ARROWS[event.key])
          : { Home: () => ordered()[0], End: () => ordered().at(-1) }[event.key]?.();
      if (event.key in ARROWS || next) event.preventDefault();
      if (!next) return;
      rove(areas, next);
      next.focus({ preventScroll: true });
    });
    for (const event of ["focusin", "pointerover"]) frame.addEventListener(event, (each) => point(each.target.closest("[data-code]")));
    frame.addEventListener("pointerleave", () => point(frame.querySelector("[data-code]:focus")));
    frame.addEventListener("focusout", () => point(null));
  }

  fields.kind.addEventListener("change", () => {
    const kind = fields.kind.value;
    const kept = index.series.find((series) => series.code === fields.series.value);
    if (kept.kinds.includes(kind)) {
      offerSeries(kind, kept.code);
      return draw(fields.year.value);
    }
    const number = index.first[kind];
    offerSeries(kind, seriesOf(number).code);
    offerSubjects(seriesOf(number), number);
    return draw();
  });
  fields.series.addEventListener("change", () => {
    const series = index.series.find((each) => each.code === fields.series.value);
    const before = fields.subject.selectedOptions[0].text;
    const same = series.subjects.find(([, code, name]) => `${code} ${name}` === before || name === before);
    offerSubjects(series, (same ?? series.subjects[0])[0]);
    return draw(fields.year.value);
  });
  fields.subject.addEventListener("change", () => draw(fields.year.value));
  fields.year.addEventListener("change", () => draw(fields.year.value));
  nearer.addEventListener("click", () => {
    nearer.setAttribute("aria-pressed", nearer.getAttribute("aria-pressed") !== "true");
    draw(fields.year.value);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", begin);
  if (!Object.keys(index.first).length) return;
  form.hidden = false;
  await begin();
  document.documentElement.dataset.ready = "";
});
