// A field that finds names and codes while one writes: the search in the head of every page, and the comparison's own.
// What is done with what was found is the caller's matter.
"use strict";
styrka.finder = (field, entries, choose, status) => {
  const list = styrka.element("ul", { class: "found", role: "listbox", id: `${field.id}-found`, hidden: true });
  const label = document.querySelector(`label[for="${field.id}"]`);
  list.setAttribute("aria-label", label.textContent);
  for (const [key, value] of Object.entries({
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": list.id,
    "aria-autocomplete": "list",
  }))
    field.setAttribute(key, value);
  field.after(list);
  let found = [];
  let active = -1;
  let words = {};

  function close() {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function mark(at) {
    active = at;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", index === at));
    const item = list.children[at];
    field.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  // Names that begin with what was written come first, then words in them, then whatever holds it.
  function rank(entry, wanted) {
    if (entry.plain.startsWith(wanted) || entry.code === wanted) return 0;
    return entry.plain.includes(` ${wanted}`) ? 1 : 2;
  }

  async function search() {
    const wanted = styrka.plain(field.value.trim());
    if (!wanted) return close();
    const listed = await entries();
    words = (await styrka.index()).words;
    if (styrka.plain(field.value.trim()) !== wanted) return undefined;
    const parts = wanted.split(/\s+/);
    found = listed
      .filter((entry) => parts.every((part) => entry.plain.includes(part) || entry.code.startsWith(part)))
      .map((entry, at) => [rank(entry, wanted), at, entry])
      .sort((one, other) => one[0] - other[0] || one[1] - other[1])
      .slice(0, 12)
      .map(([, , entry]) => entry);
    list.replaceChildren(
      ...found.map((entry, at) =>
        styrka.element(
          "li",
          { role: "option", id: `${field.id}-found-${at}`, "aria-selected": "false" },
          entry.name,
          styrka.element("small", {}, entry.what),
        ),
      ),
    );
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    field.removeAttribute("aria-activedescendant");
    active = -1;
    if (status) status.textContent = styrka.filled(found.length ? words.found : words.found_none, { count: found.length });
    return undefined;
  }

  function take(entry) {
    close();
    choose(entry);
  }

  field.addEventListener("input", search);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) search();
      else mark((active + (event.key === "ArrowDown" ? 1 : active < 0 ? 0 : -1) + found.length) % found.length);
    } else if (event.key === "Enter" && !list.hidden && found.length) {
      event.preventDefault();
      take(found[Math.max(active, 0)]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const item = event.target.closest("li");
    if (item) take(found[[...list.children].indexOf(item)]);
  });
  field.addEventListener("blur", close);
};

styrka.regionEntries = async () => {
  const index = await styrka.index();
  return index.regions.map(([code, name, kind]) => ({
    code: styrka.plain(code),
    region: code,
    name,
    what: `${index.words[`kind_${kind}`]} · ${code}`,
    plain: styrka.plain(name),
    address: styrka.regionAddress(code),
  }));
};

document.addEventListener("DOMContentLoaded", () => {
  const field = document.getElementById("search");
  let known = null;

  // A subject is found once: in the series that the maps open with, if they have it.
  async function entries() {
    if (known) return known;
    const index = await styrka.index();
    known = await styrka.regionEntries();
    const seen = new Set();
    for (const series of [...index.series].sort((one, other) => one.found - other.found)) {
      for (const [, code, name, level] of series.subjects) {
        const subject = `${level} ${code} ${name}`;
        if (seen.has(subject)) continue;
        seen.add(subject);
        const choice = new URLSearchParams({ series: series.code, subject: code, level });
        known.push({
          code: styrka.plain(code),
          name,
          what: `${index.levels[level]} · ${code} · ${series.name}`,
          plain: styrka.plain(name),
          address: `${styrka.here}map.html#${choice}`,
        });
      }
    }
    for (const [code, name, kind] of index.absent)
      known.push({
        code: styrka.plain(code),
        name,
        what: `${index.words[`kind_${kind}`]} · ${code} · ${index.words.absent}`,
        plain: styrka.plain(name),
        address: `${styrka.here}sources.html#absent`,
      });
    return known;
  }

  styrka.finder(
    field,
    entries,
    (entry) => {
      field.value = "";
      location.assign(entry.address);
    },
    document.getElementById("search-status"),
  );
});
