"use strict";
// What every page has: two languages, light and dark, tables that sort, and the words of charts.
const minima = (() => {
  const root = document.documentElement;
  const listeners = [];
  const chinese = () => root.lang !== "en";
  const say = (text) => (typeof text === "string" ? text : chinese() ? text.zh : text.en);

  // A file opened from a disk may have no storage; the switches then hold for this view.
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* for this view only */ } };

  function setLanguage(language) {
    root.lang = language;
    for (const button of document.querySelectorAll("button[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === language));
    }
    for (const element of document.querySelectorAll("[data-label-en]")) {
      element.setAttribute("aria-label", chinese() ? element.dataset.labelZh : element.dataset.labelEn);
    }
    for (const option of document.querySelectorAll("option[data-en]")) {
      option.textContent = chinese() ? option.dataset.zh : option.dataset.en;
    }
    document.title = chinese() ? root.dataset.titleZh : root.dataset.titleEn;
    showTheme();
    for (const listener of listeners) {
      listener();
    }
  }

  const themes = [
    ["auto", { en: "Theme: automatic", zh: "主题：自动" }],
    ["light", { en: "Theme: light", zh: "主题：浅色" }],
    ["dark", { en: "Theme: dark", zh: "主题：深色" }],
  ];

  function showTheme() {
    const at = themes.findIndex(([name]) => name === (root.dataset.theme ?? "auto"));
    document.getElementById("theme").textContent = say(themes[at][1]);
  }

  function setTheme(theme) {
    if (theme === "light" || theme === "dark") {
      root.dataset.theme = theme;
    } else {
      delete root.dataset.theme;
    }
    showTheme();
  }

  // A number with so many significant digits, as short as it can be written.
  function number(x, digits = 5) {
    if (x === null || Number.isNaN(x)) {
      return "–";
    }
    if (!Number.isFinite(x)) {
      return x > 0 ? "∞" : "−∞";
    }
    const size = Math.abs(x);
    const text = size !== 0 && (size >= 1e7 || size < 1e-4) ? x.toExponential(Math.max(0, digits - 2)).replace(/\.?0+e/, "e") : String(Number(x.toPrecision(digits)));
    return text.replace("-", "−").replace("e−", "e-").replace("e+", "e");
  }

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  // Columns sort by data-value where a cell has one, else by their text; rows that have no value come last either way.
  function sortable(table) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = head.querySelector("button.sort");
      if (!button) {
        return;
      }
      button.addEventListener("click", () => {
        const first = head.dataset.first ?? "ascending";
        const other = first === "ascending" ? "descending" : "ascending";
        const order = head.getAttribute("aria-sort") === first ? other : first;
        heads.forEach((h) => h.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", order);
        const sign = order === "ascending" ? 1 : -1;
        const value = (row) => {
          const cell = row.cells[column];
          return "value" in cell.dataset ? (cell.dataset.value === "" ? null : Number(cell.dataset.value)) : cell.textContent.trim();
        };
        const body = table.tBodies[0];
        const rows = [...body.rows].map((row) => [value(row), row]);
        rows.sort(([a], [b]) => (a === null || b === null ? (a === null) - (b === null) : sign * (typeof a === "number" ? a - b : a < b ? -1 : a > b ? 1 : 0)));
        body.append(...rows.map(([, row]) => row));
      });
    });
  }

  function start() {
    for (const button of document.querySelectorAll("button[data-language]")) {
      button.addEventListener("click", () => { keep("minima-language", button.dataset.language); setLanguage(button.dataset.language); });
    }
    document.getElementById("theme").addEventListener("click", () => {
      const at = themes.findIndex(([name]) => name === (root.dataset.theme ?? "auto"));
      const next = themes[(at + 1) % themes.length][0];
      keep("minima-theme", next);
      setTheme(next);
    });
    document.querySelectorAll("table.sortable").forEach(sortable);
    setTheme(recall("minima-theme"));
    const wanted = recall("minima-language") ?? root.dataset.language ?? ((navigator.languages ?? [navigator.language])[0] ?? "en");
    setLanguage(wanted.startsWith("zh") ? "zh-Hans" : "en");
  }

  return { say, number, element, onLanguage: (listener) => listeners.push(listener), setLanguage, start, functions: {} };
})();
