// What all pages share: loading data files, numbers in the page's language, the language switch, rows to look for.
// Maps, comparison and search have files of their own.
"use strict";
const styrka = (() => {
  const self = document.currentScript;
  const root = self.dataset.root;
  const here = self.dataset.here;
  const language = self.dataset.language;
  const data = {};
  const waiting = {};

  // A page opened from disk may not fetch; a script element may be added, and hands its data to take().
  function load(name) {
    waiting[name] ??= new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = `${root}data/${name}.js`;
      element.onload = () => resolve(data[name]);
      element.onerror = () => reject(new Error(`${element.src} is not there`));
      document.head.append(element);
    });
    return waiting[name];
  }

  // Data files hold numbers as English text; Swedish has a decimal comma and no-break spaces.
  function local(text) {
    return language === "sv" ? text.replaceAll(",", "\u00a0").replace(/\./g, ",") : text;
  }

  // Letters without their marks, so that "o" finds "ö".
  function plain(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === true) made.setAttribute(key, "");
      else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  // A figure that lacks something says what.
  function withReason(figure, reason) {
    return reason ? `${figure} (${reason})` : figure;
  }

  function filled(sentence, blanks) {
    return sentence.replace(/\{(\w+)\}/g, (whole, key) => (key in blanks ? blanks[key] : whole));
  }

  // The choices of a page stand behind "#", so that they can be shared and follow into the other language.
  function choices() {
    return new URLSearchParams(location.hash.slice(1));
  }

  function remember(pairs) {
    const chosen = new URLSearchParams();
    for (const [key, value] of Object.entries(pairs)) if (value) chosen.set(key, value);
    // Commas part the codes of a comparison and stay readable.
    history.replaceState(null, "", `#${chosen.toString().replaceAll("%2C", ",")}`);
  }

  function regionAddress(code) {
    return `${here}region-${encodeURIComponent(code)}.html`;
  }

  // A table that the script makes: the head row, then rows whose first cell heads them; a cell is text or a node.
  function table(id, caption, headings, rows, labels) {
    const head = element("tr");
    headings.forEach((heading, at) => head.append(element("th", { scope: "col", class: at ? "n" : null }, heading)));
    const body = element("tbody");
    for (const cells of rows) {
      const row = element("tr", { "data-code": cells.code });
      cells.forEach((cell, at) =>
        row.append(at ? element("td", { class: "n" }, cell) : element("th", { scope: "row" }, cell)),
      );
      body.append(row);
    }
    const made = element("table", { id }, element("caption", { id: `${id}-caption` }, caption));
    made.append(element("thead", {}, head), body);
    const scroll = element("div", { class: "scroll", role: "region", "aria-labelledby": `${id}-caption`, tabindex: 0 }, made);
    const said = element("p", { class: "labels" }, ...labels.map((label) => element("span", {}, label)));
    return [scroll, said];
  }

  function switchLanguage() {
    const link = document.querySelector("a.switch");
    const bare = link.getAttribute("href");
    const follow = () => link.setAttribute("href", bare + location.search + location.hash);
    for (const event of ["pointerdown", "focus", "click", "keydown"]) link.addEventListener(event, follow);
  }

  // A long table gets a field that hides the rows without the words in it.
  function filter(main) {
    for (const whole of main.querySelectorAll("table")) {
      const rows = [...whole.tBodies[0].rows];
      if (rows.length < 12) continue;
      const words = rows.map((row) => plain(row.textContent));
      const id = `${whole.id}-filter`;
      const field = element("input", { id, type: "search", autocomplete: "off" });
      const status = element("p", { role: "status" });
      const asked = new URLSearchParams(location.search).get("q");
      const apply = () => {
        const wanted = plain(field.value).split(/\s+/).filter(Boolean);
        let shown = 0;
        rows.forEach((row, at) => {
          row.hidden = !wanted.every((word) => words[at].includes(word));
          shown += !row.hidden;
        });
        status.textContent = wanted.length ? filled(main.dataset.filterStatus, { shown, all: rows.length }) : "";
      };
      field.addEventListener("input", apply);
      const label = element("label", { for: id }, main.dataset.filtered);
      whole.closest(".scroll").before(element("div", { class: "filter" }, label, field, status));
      if (asked) {
        field.value = asked;
        apply();
      }
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    switchLanguage();
    const main = document.querySelector("main");
    if (main.dataset.filtered) filter(main);
  });

  return {
    here,
    language,
    load,
    local,
    withReason,
    plain,
    element,
    filled,
    choices,
    remember,
    regionAddress,
    table,
    take: (name, content) => (data[name] = content),
    index: () => load(`index.${language}`),
  };
})();
