// Up to ten regions side by side: size, quotients, indices and counts of verdicts, from one data file per region.
// Which are chosen stands in the address.
"use strict";
document.addEventListener("DOMContentLoaded", async () => {
  const index = await styrka.index();
  const { words } = index;
  const numbers = new Map(index.regions.map(([code], at) => [code, at]));
  const names = new Map(index.regions.map(([code, name]) => [code, name]));
  const chosen = document.getElementById("chosen");
  const status = document.getElementById("status");
  const tables = document.getElementById("compared");
  const picker = document.getElementById("series");
  const field = document.getElementById("add");
  let codes = [];
  let wantedSeries = "";
  let turn = 0;

  function read() {
    const wanted = styrka.choices();
    const listed = (wanted.get("r") ?? "").split(",").filter((code) => numbers.has(code));
    codes = [...new Set(listed)].slice(0, index.most);
    wantedSeries = wanted.get("series") ?? "";
  }

  function chips() {
    chosen.replaceChildren(
      ...codes.map((code) => {
        const button = styrka.element("button", { type: "button", "aria-label": styrka.filled(words.remove, { region: names.get(code) }) }, "×");
        button.addEventListener("click", () => {
          codes = codes.filter((each) => each !== code);
          show();
          (chosen.querySelector("button") ?? field).focus();
        });
        return styrka.element("li", {}, styrka.element("a", { href: styrka.regionAddress(code) }, names.get(code)), button);
      }),
    );
  }

  async function show() {
    const mine = ++turn;
    chips();
    const loaded = await Promise.all(codes.map((code) => styrka.load(`regions/${numbers.get(code)}`)));
    if (mine !== turn) return;
    const common = index.series.filter((series) => loaded.length && loaded.every((region) => Object.hasOwn(region, series.code)));
    picker.replaceChildren(...common.map((series) => new Option(series.name, series.code)));
    picker.disabled = common.length < 2;
    const series = common.find((each) => each.code === wantedSeries) ?? newest(common, loaded);
    if (series) picker.value = series.code;
    styrka.remember({ r: codes.join(","), series: wantedSeries && series ? series.code : "" });
    status.textContent = said(series, loaded);
    tables.replaceChildren(...(series ? drawn(series, loaded.map((region) => region[series.code])) : []));
  }

  function newest(common, loaded) {
    const year = (series) => Math.min(...loaded.map((region) => region[series.code].year));
    return [...common].sort((one, other) => year(other) - year(one))[0];
  }

  function said(series, loaded) {
    if (!codes.length) return words.choose;
    if (!series) return words.no_common;
    const years = [...new Set(loaded.map((region) => region[series.code].year))];
    const sentences = [styrka.filled(words.compared, { count: codes.length, most: index.most })];
    if (years.length > 1) sentences.push(words.years_differ);
    return sentences.join(" ");
  }

  function drawn(series, regions) {
    const years = [...new Set(regions.map((region) => region.year))];
    const heads = (first) => [first, ...codes.map((code, at) => (years.length > 1 ? `${names.get(code)} ${regions[at].year}` : names.get(code)))];
    const labels = (kind) => [...new Set(years.flatMap((year) => series.labels[year]?.[kind] ?? []))];
    const computed = [...labels("computed"), index.edition];
    const mixed = [...labels("figures").map((text) => `${words.total}: ${text}`), ...labels("computed").map((text) => `${words.others}: ${text}`), index.edition];
    const caption = (text) => {
      const whole = styrka.filled(text, { series: series.name, year: years.join(", ") });
      return index.mark ? `${index.mark}: ${whole}` : whole;
    };
    const row = (name, cell) => [name, ...regions.map((region) => cell(region) ?? words.missing)];
    const made = [];
    const local = (text) => (text ? styrka.local(text) : null);
    const facts = [
      row(words.total, (region) => local(region.total)),
      ...Object.entries(index.indices).map(([key, name]) => row(name, (region) => local(region.indices[key]))),
    ];
    const counts = index.verdicts.map((name, at) => row(name, (region) => String(region.verdicts[at])));
    const subjects = series.subjects.filter(([, code, , level]) => regions.some((region) => region.level === level && Object.hasOwn(region.quotients, code)));
    const quotients = subjects.map(([, code, name]) => row(name, (region) => quotient(series, region, code)));
    for (const [id, heading, text, lines, labelled] of [
      ["quotients", words.quotients, words.quotients_caption, quotients, computed],
      ["facts", words.facts, words.facts_caption, facts, mixed],
      ["counts", words.counts, words.counts_caption, counts, computed],
    ]) {
      const first = id === "quotients" ? words.column_industry : words.column_measure;
      made.push(
        styrka.element(
          "section",
          { "aria-labelledby": `${id}-heading` },
          styrka.element("h2", { id: `${id}-heading` }, heading),
          ...styrka.table(`${id}-table`, caption(text), heads(first), lines, labelled),
        ),
      );
    }
    return made;
  }

  // A region of a register that has no row has no workplaces in the industry.
  function quotient(series, region, code) {
    const own = Object.hasOwn(region.quotients, code) ? region.quotients[code] : null;
    const found = own ?? (series.register ? ["0", "c0", null] : null);
    if (!found) return null;
    const [text, shade, note] = found;
    const swatch = styrka.element("span", { class: `swatch ${shade}`, "aria-hidden": "true" });
    const lacking = note && (words[note] ?? words.missing);
    return styrka.element("span", {}, swatch, text === null ? lacking : styrka.withReason(styrka.local(text), lacking));
  }

  styrka.finder(
    field,
    async () => (await styrka.regionEntries()).filter((entry) => !codes.includes(entry.region)),
    (entry) => {
      field.value = "";
      if (codes.length >= index.most) {
        status.textContent = styrka.filled(words.full, { most: index.most });
        return;
      }
      codes.push(entry.region);
      show();
    },
    status,
  );
  document.getElementById("choices").addEventListener("submit", (event) => event.preventDefault());
  picker.addEventListener("change", () => {
    wantedSeries = picker.value;
    show();
  });
  addEventListener("hashchange", () => {
    read();
    show();
  });
  document.getElementById("comparison").hidden = false;
  read();
  await show();
  document.documentElement.dataset.ready = "";
});
