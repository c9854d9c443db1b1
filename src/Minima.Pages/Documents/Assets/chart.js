"use strict";
// Charts as SVG: lines, points, intervals and columns; hover, zoom and reading by keyboard; a table of the same numbers below each.
minima.chart = (() => {
  const words = {
    zoomIn: { en: "Zoom in", zh: "放大" },
    zoomOut: { en: "Zoom out", zh: "缩小" },
    reset: { en: "Show all", zh: "显示全部" },
    table: { en: "The numbers as a table", zh: "数据表" },
    empty: { en: "Nothing to draw here", zh: "此处没有可绘制的内容" },
    keys: {
      en: "Arrow keys move along the curve, + and - zoom, 0 shows all.",
      zh: "方向键沿曲线移动，+ 和 - 缩放，0 显示全部。",
    },
    more: { en: (n) => `The first rows of ${n}.`, zh: (n) => `共 ${n} 行，仅列出前面部分。` },
  };
  const dashes = ["", "7 4", "2 3", "11 4 2 4", "14 5", "5 2 2 2 2 2", "3 6", "9 3"];
  const namespace = "http://www.w3.org/2000/svg";
  const { say, number } = minima;
  let count = 0;

  function svg(name, attributes = {}, ...children) {
    const made = document.createElementNS(namespace, name);
    for (const [key, value] of Object.entries(attributes)) {
      made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  const amount = (x, axis, digits = 5) => (axis.percent ? `${number(100 * x, Math.min(digits, 4))} %` : number(x, digits));

  // Numbers that people like, at most so many of them.
  function ticks(low, high, most) {
    const raw = (high - low) / Math.max(1, most);
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = power * ([1, 2, 2.5, 5, 10].find((n) => n * power >= raw * 0.999) ?? 10);
    const places = [];
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
      places.push(Number((k * step).toPrecision(12)));
    }
    return places;
  }

  function logTicks(low, high) {
    const places = [];
    for (let power = Math.floor(low); power <= Math.ceil(high); power++) {
      if (power >= low - 1e-9 && power <= high + 1e-9) {
        places.push(power);
      }
    }
    return places.length >= 2 ? places : ticks(low, high, 4);
  }

  // The shape of a marker tells series apart where colour does not.
  function marker(shape, x, y, r) {
    switch (shape % 4) {
      case 1: return `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`;
      case 2: return `M${x} ${y - 1.3 * r}L${x + 1.2 * r} ${y + r}H${x - 1.2 * r}z`;
      case 3: return `M${x} ${y - 1.35 * r}L${x + 1.35 * r} ${y}L${x} ${y + 1.35 * r}L${x - 1.35 * r} ${y}z`;
      default: return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
    }
  }

  function sample(series) {
    const picture = svg("svg", { width: 26, height: 12, viewBox: "0 0 26 12", class: `s${series.style % 8}`, "aria-hidden": "true" });
    if (series.kind === "line" || series.kind === "step") {
      picture.append(svg("path", { d: "M1 6H25", class: "curve", "stroke-dasharray": dashes[series.style % 8] }));
    }
    if (series.kind === "interval") {
      picture.append(svg("path", { d: "M3 6H23", class: "whisker" }));
    }
    if (series.kind === "column") {
      picture.append(svg("rect", { x: 7, y: 1, width: 12, height: 10, class: "column" }));
    } else if (series.kind !== "line" && series.kind !== "step" || series.markers) {
      picture.append(svg("path", { d: marker(series.style, 13, 6, 3.5), class: "dot" }));
    }
    return picture;
  }

  // figure: an element <figure class="chart"> with a <figcaption>; describe() gives what is drawn, and is asked again after every change:
  // { x: {label, log, names}, y: {label, log}, series: [{name, kind, style, x, y, low, high, label}], marks: [{x, name}], diagonal, height, from, to }
  return function chart(figure, describe) {
    const id = `chart-${++count}`;
    const caption = figure.querySelector("figcaption");
    caption.id = `${id}-caption`;
    const hidden = new Set();
    let spec = describe();
    let view; // what is zoomed to: [x0, x1, y0 or null, y1]; null for all; undefined for what a chart begins with
    let cursor = null; // { series index, point index }
    let frame = null; // of the last drawing: scales and sizes

    const plot = minima.element("div", { class: "plot", tabindex: "0", role: "application", "aria-labelledby": caption.id, "aria-describedby": `${id}-keys` });
    const keys = minima.element("span", { class: "visually-hidden", id: `${id}-keys` });
    const live = minima.element("div", { class: "visually-hidden", "aria-live": "polite" });
    const tip = minima.element("div", { class: "tip", hidden: "" });
    const legend = minima.element("ul", { class: "legend" });
    const tools = minima.element("div", { class: "tools" });
    const details = minima.element("details");
    const summary = minima.element("summary");
    const holder = minima.element("div", { class: "scroll", tabindex: "0", role: "region", "aria-labelledby": caption.id });
    const head = minima.element("div", { class: "head" });
    details.append(summary, holder);
    caption.replaceWith(head);
    head.append(caption, tools);
    plot.append(tip);
    figure.append(plot, keys, live, legend, details);

    const buttons = [["+", "zoomIn", () => zoom(0.6)], ["−", "zoomOut", () => zoom(1 / 0.6)], ["⤢", "reset", reset]].map(([text, word, act]) => {
      const button = minima.element("button", { type: "button" }, text);
      button.addEventListener("click", act);
      tools.append(button);
      return [button, word];
    });

    const shown = () => spec.series.filter((_, i) => !hidden.has(i));
    const isMap = () => spec.series.some((s) => s.kind === "points" || s.kind === "dots");
    const across = (x) => (spec.x.log ? Math.log10(x) : x);
    const up = (y) => (spec.y.log ? Math.log10(y) : y);
    const finite = (x) => x !== null && Number.isFinite(x);

    function extent() {
      let [x0, x1] = [spec.from === undefined ? Infinity : across(spec.from), spec.to === undefined ? -Infinity : across(spec.to)];
      if (spec.x.names) {
        return [-0.5, spec.x.names.length - 0.5];
      }
      if (!(x0 < x1)) {
        for (const series of shown()) {
          for (const part of series.horizontal ? [series.thinLow ?? series.low, series.thinHigh ?? series.high, series.x] : [series.x]) {
            for (const value of part) {
              const x = across(value);
              if (finite(x)) {
                [x0, x1] = [Math.min(x0, x), Math.max(x1, x)];
              }
            }
          }
        }
        if (spec.includeZero === "x") {
          [x0, x1] = [Math.min(x0, 0), Math.max(x1, 0)];
        }
        const margin = x1 > x0 ? (x1 - x0) * (isMap() || spec.y.names ? 0.04 : shown().some((s) => s.markers) ? 0.025 : 0) : 0.5;
        [x0, x1] = [x0 - margin, x1 + margin];
      }
      return x0 <= x1 ? [x0, x1] : [0, 1];
    }

    function heights(x0, x1) {
      if (spec.y.names) {
        return [-0.5, spec.y.names.length - 0.5];
      }
      let [y0, y1] = [Infinity, -Infinity];
      const all = [];
      for (const series of shown()) {
        series.x.forEach((value, i) => {
          const x = across(value);
          if (x < x0 - 1e-12 || x > x1 + 1e-12) {
            return;
          }
          for (const part of series.low ? [series.y, series.low, series.high] : [series.y]) {
            const y = up(part[i]);
            if (part[i] !== null && Number.isFinite(y)) {
              [y0, y1] = [Math.min(y0, y), Math.max(y1, y)];
              all.push(y);
            }
          }
        });
      }
      if (spec.cut && all.length > 20) {
        // Where a curve runs off to a pole, the frame holds what the rest of it does.
        all.sort((a, b) => a - b);
        const [low, high] = [all[Math.floor(all.length * 0.03)], all[Math.ceil(all.length * 0.97) - 1]];
        [y0, y1] = [Math.max(y0, low - 2 * (high - low)), Math.min(y1, high + 2 * (high - low))];
        if (!(y0 < y1)) {
          [y0, y1] = [all[0], all.at(-1)];
        }
      }
      if (spec.diagonal) {
        [y0, y1] = [Math.min(y0, x0), Math.max(y1, x1)];
      }
      if (shown().some((s) => s.kind === "column") || (spec.includeZero === "y" && !zoomed())) {
        [y0, y1] = [Math.min(y0, 0), Math.max(y1, 0)];
      }
      if (!(y0 <= y1)) {
        return [0, 1];
      }
      const flat = y1 - y0 <= 1e-9 * Math.max(Math.abs(y0), Math.abs(y1), 1e-12);
      const margin = flat ? Math.max(Math.abs(y0) * 0.1, 0.5) : (y1 - y0) * 0.06;
      const solid = shown().some((s) => s.kind === "column") && y0 === 0;
      return [solid ? 0 : y0 - margin, y1 + margin];
    }

    const zoomed = () => (view === undefined ? (spec.initial ? [across(spec.initial[0]), across(spec.initial[1]), null, null] : null) : view);

    function draw() {
      const now = zoomed();
      const width = Math.max(240, plot.clientWidth || 600);
      const height = spec.y.names ? 64 + spec.y.names.length * (spec.y.names.length > 14 ? 22 : 28) : spec.height ?? Math.round(Math.min(380, Math.max(210, width * (isMap() ? 0.75 : 0.5))));
      const [x0, x1] = now ? [now[0], now[1]] : extent();
      const [y0, y1] = now && now[2] !== null ? [now[2], now[3]] : heights(x0, x1);
      const yTicks = spec.y.names ? spec.y.names.map((_, i) => i) : spec.y.log ? logTicks(y0, y1) : ticks(y0, y1, height / 48);
      const yText = (t) => (spec.y.names ? say(spec.y.names[t]) : spec.y.log ? number(10 ** t, 3) : amount(t, spec.y, 6));
      const widest = Math.max(...yTicks.map((t) => [...yText(t)].reduce((w, c) => w + (c > "⺀" ? 12.5 : 7.2), 0)), 12);
      const left = Math.min(Math.ceil(widest) + 12, Math.round(width * 0.42));
      const [top, right, bottom] = [22, 18, 40];
      const w = width - left - right;
      const h = height - top - bottom;
      const sx = (x) => left + ((across(x) - x0) / (x1 - x0)) * w;
      const sy = spec.y.names ? (y) => top + ((y - y0) / (y1 - y0)) * h : (y) => top + h - ((up(y) - y0) / (y1 - y0)) * h;
      frame = { x0, x1, y0, y1, left, top, w, h, width, height, sx, sy };

      const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
      const clip = svg("clipPath", { id: `${id}-clip` }, svg("rect", { x: left, y: top - 1, width: w, height: h + 2 }));
      picture.append(svg("defs", {}, clip));
      const grid = svg("g");
      for (const t of yTicks) {
        const y = Math.round(spec.y.names ? sy(t) : top + h - ((t - y0) / (y1 - y0)) * h) + 0.5;
        grid.append(svg("path", { d: `M${left} ${y}h${w}`, class: !spec.y.log && !spec.y.names && t === 0 ? "axis" : "gridline" }));
        const label = svg("text", { x: left - 8, y: y + 4, "text-anchor": "end" }, fit(yText(t), left - 12));
        grid.append(label);
      }
      const xTicks = spec.x.names ? spec.x.names.map((_, i) => i).filter((i) => i % Math.ceil((spec.x.names.length * 60) / w) === 0) : spec.x.log ? logTicks(x0, x1) : ticks(x0, x1, Math.max(2, w / 85));
      for (const t of xTicks) {
        const x = Math.round(left + ((t - x0) / (x1 - x0)) * w) + 0.5;
        if (!spec.x.names) {
          grid.append(svg("path", { d: `M${x} ${top}v${h}`, class: !spec.x.log && t === 0 ? "axis" : "gridline" }));
        }
        grid.append(svg("text", { x, y: top + h + 16, "text-anchor": "middle" }, spec.x.names ? fit(say(spec.x.names[t]), 90) : amount(spec.x.log ? 10 ** t : t, spec.x, 6)));
      }
      grid.append(svg("path", { d: `M${left} ${top + h + 0.5}h${w}`, class: "axis" }));
      grid.append(svg("text", { x: left + w, y: height - 6, "text-anchor": "end", class: "title" }, say(spec.x.label ?? "")));
      grid.append(svg("text", { x: spec.y.names ? 0 : left, y: 12, class: "title" }, say(spec.y.label ?? "")));
      picture.append(grid);

      const inside = svg("g", { "clip-path": `url(#${id}-clip)` });
      if (spec.diagonal) {
        const [a, b] = [Math.min(x0, y0), Math.max(x1, y1)];
        inside.append(svg("path", { d: `M${sx(a)} ${sy(a)}L${sx(b)} ${sy(b)}`, class: "reference" }));
      }
      for (const mark of spec.marks ?? []) {
        inside.append(svg("path", { d: `M${sx(mark.x)} ${top}v${h}`, class: "mark" }));
      }
      spec.series.forEach((series, i) => {
        if (!hidden.has(i)) {
          inside.append(shape(series, sx, sy, w));
        }
      });
      picture.append(inside);
      if (shown().every((s) => s.x.length === 0)) {
        picture.append(svg("text", { x: left + w / 2, y: top + h / 2, "text-anchor": "middle", class: "empty" }, say(words.empty)));
      }
      plot.querySelector("svg")?.remove();
      plot.prepend(picture);
      plot.style.touchAction = "pan-y";
      showCursor();
    }

    function fit(text, room) {
      let size = 0;
      let kept = "";
      for (const c of text) {
        size += c > "⺀" ? 12.5 : 6.6;
        if (size > room) {
          return kept.trimEnd() + "…";
        }
        kept += c;
      }
      return text;
    }

    function shape(series, sx, sy, w) {
      const group = svg("g", { class: `s${series.style % 8} ${series.kind}` });
      const drawn = (i) => finite(series.y[i]) && finite(series.x[i]) && Number.isFinite(up(series.y[i])) && Number.isFinite(across(series.x[i]));
      if (series.kind === "line" || series.kind === "step") {
        let d = "";
        let pen = "M";
        // Far beyond the frame a line is cut: no drawing program bears 1e300.
        const bound = (v) => Math.max(-1e5, Math.min(1e5, v)).toFixed(2);
        series.x.forEach((x, i) => {
          if (!drawn(i)) {
            pen = "M";
            return;
          }
          d += series.kind === "step" && pen === "L" ? `H${bound(sx(x))}V${bound(sy(series.y[i]))}` : `${pen}${bound(sx(x))} ${bound(sy(series.y[i]))}`;
          pen = "L";
        });
        group.append(svg("path", { d, class: "curve", "stroke-dasharray": dashes[series.style % 8] }));
      }
      if (series.thinLow) {
        series.x.forEach((_, i) => {
          if (finite(series.thinLow[i]) && finite(series.thinHigh[i])) {
            group.append(svg("path", { d: `M${sx(series.thinLow[i])} ${sy(series.y[i])}H${sx(series.thinHigh[i])}`, class: "thin" }));
          }
        });
      }
      if (series.low) {
        series.x.forEach((x, i) => {
          if (finite(series.low[i]) && finite(series.high[i])) {
            group.append(svg("path", {
              d: series.horizontal ? `M${sx(series.low[i])} ${sy(series.y[i])}H${sx(series.high[i])}` : `M${sx(x)} ${sy(series.low[i])}V${sy(series.high[i])}`,
              class: "whisker",
            }));
          }
        });
      }
      if (series.kind === "column") {
        const thick = Math.max(1, Math.min(40, (series.width ? Math.abs(sx(series.x[0] + series.width) - sx(series.x[0])) - 1 : (w / Math.max(1, series.x.length)) * 0.7)));
        series.x.forEach((x, i) => {
          if (drawn(i)) {
            const [a, b] = [sy(0), sy(series.y[i])];
            group.append(svg("rect", { x: (sx(x) - thick / 2).toFixed(2), y: Math.min(a, b).toFixed(2), width: thick.toFixed(2), height: Math.abs(a - b).toFixed(2), class: "column" }));
          }
        });
      }
      if (series.kind === "points" || series.kind === "interval" || series.markers || series.kind === "dots") {
        let d = "";
        const r = series.kind === "dots" ? 2.2 : 4;
        series.x.forEach((x, i) => {
          if (drawn(i)) {
            d += marker(series.style, Number(sx(x).toFixed(1)), Number(sy(series.y[i]).toFixed(1)), r);
          }
        });
        group.append(svg("path", { d, class: "dot" }));
      }
      return group;
    }

    // ---- the cursor: nearest point of a map, or one place on the axis with every curve's value there
    function nearest(px, py) {
      let best = null;
      let least = Infinity;
      const flat = !isMap() && !spec.y.names;
      spec.series.forEach((series, s) => {
        if (hidden.has(s)) {
          return;
        }
        series.x.forEach((x, i) => {
          if (!finite(series.y[i]) || across(x) < frame.x0 || across(x) > frame.x1) {
            return;
          }
          const dx = frame.sx(x) - px;
          const dy = flat ? 0 : frame.sy(series.y[i]) - py;
          const distance = spec.y.names ? 100 * dy * dy + dx * dx : dx * dx + dy * dy;
          if (distance < least) {
            [best, least] = [{ s, i }, distance];
          }
        });
      });
      return best;
    }

    function reading() {
      const { s, i } = cursor;
      const at = spec.series[s];
      const x = at.x[i];
      const single = isMap() || spec.y.names;
      const rows = spec.series.flatMap((series, k) => {
        if (hidden.has(k) || (single && k !== s)) {
          return [];
        }
        const j = single ? i : closest(series, x, series === at ? i : -1);
        return j < 0 ? [] : [{ series, j }];
      });
      return { x, rows, single };
    }

    function closest(series, x, known) {
      if (known >= 0) {
        return known;
      }
      let best = -1;
      series.x.forEach((value, i) => {
        if (best < 0 || Math.abs(across(value) - across(x)) < Math.abs(across(series.x[best]) - across(x))) {
          best = i;
        }
      });
      const step = Math.abs(frame.x1 - frame.x0) / 40;
      return best >= 0 && Math.abs(across(series.x[best]) - across(x)) <= step ? best : -1;
    }

    const shownX = (x) => (spec.x.names ? say(spec.x.names[x]) : amount(x, spec.x));
    const shownY = (series, j) => {
      const [low, high] = [series.low ?? series.rangeLow, series.high ?? series.rangeHigh];
      const interval = low && finite(low[j]) ? `  [${number(low[j], 4)}, ${number(high[j], 4)}]` : "";
      return series.horizontal ? number(series.x[j]) + interval : amount(series.y[j], spec.y) + interval;
    };

    function showCursor() {
      const picture = plot.querySelector("svg");
      picture.querySelector("g.at")?.remove();
      if (!cursor || hidden.has(cursor.s) || !spec.series[cursor.s] || cursor.i >= spec.series[cursor.s].x.length) {
        tip.hidden = true;
        return;
      }
      const { x, rows, single } = reading();
      const group = svg("g", { class: "at" });
      if (!single) {
        group.append(svg("path", { d: `M${frame.sx(x)} ${frame.top}v${frame.h}`, class: "cursor" }));
      }
      tip.replaceChildren();
      const title = single && spec.y.names ? say(spec.y.names[rows[0].series.y[rows[0].j]]) : spec.x.names ? shownX(x) : `${say(spec.x.label ?? "")} ${shownX(x)}`.trim();
      tip.append(minima.element("b", {}, title));
      for (const { series, j } of rows) {
        const y = frame.sy(series.y[j]);
        if (y >= frame.top - 1 && y <= frame.top + frame.h + 1) {
          group.append(svg("g", { class: `s${series.style % 8}` }, svg("path", { d: marker(series.style, frame.sx(series.x[j]), y, 4.5), class: "dot" })));
        }
        const name = minima.element("span", {}, sample(series), say(series.name));
        tip.append(minima.element("div", {}, name, minima.element("b", {}, shownY(series, j))));
        if (series.labels?.[j]) {
          tip.append(minima.element("div", {}, series.labels[j]));
        }
      }
      picture.append(group);
      tip.hidden = false;
      const scale = plot.clientWidth / frame.width;
      const room = plot.clientWidth - tip.offsetWidth;
      const px = frame.sx(x) * scale;
      tip.style.left = `${Math.max(0, Math.min(room, px + (px > plot.clientWidth / 2 ? -tip.offsetWidth - 14 : 14)))}px`;
      const py = single ? frame.sy(rows[0].series.y[rows[0].j]) * scale - tip.offsetHeight - 12 : frame.top * scale;
      tip.style.top = `${Math.max(0, py)}px`;
    }

    function announce() {
      if (cursor) {
        const { x, rows, single } = reading();
        const start = single && spec.y.names ? say(spec.y.names[rows[0].series.y[rows[0].j]]) : `${say(spec.x.label ?? "")} ${shownX(x)}`;
        live.textContent = `${start}: ${rows.map(({ series, j }) => `${say(series.name)} ${shownY(series, j)}`).join("; ")}`;
      }
    }

    function place(event) {
      const box = plot.getBoundingClientRect();
      const scale = frame.width / box.width;
      return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
    }

    let pressed = null;
    plot.addEventListener("pointerdown", (event) => {
      pressed = event.pointerType === "mouse" && event.button === 0 && !spec.x.names ? place(event) : null;
      if (pressed) {
        plot.setPointerCapture(event.pointerId);
      }
    });
    plot.addEventListener("pointermove", (event) => {
      const [px, py] = place(event);
      if (pressed && Math.abs(px - pressed[0]) > 4) {
        band(px, py);
      } else {
        cursor = nearest(px, py);
        showCursor();
      }
    });
    plot.addEventListener("pointerup", (event) => {
      const [px, py] = place(event);
      if (pressed && Math.abs(px - pressed[0]) > 8) {
        const [a, b] = [Math.min(px, pressed[0]), Math.max(px, pressed[0])];
        const value = (p) => frame.x0 + ((p - frame.left) / frame.w) * (frame.x1 - frame.x0);
        const height = (p) => frame.y1 - ((p - frame.top) / frame.h) * (frame.y1 - frame.y0);
        const [c, d] = [Math.min(py, pressed[1]), Math.max(py, pressed[1])];
        const both = isMap() && !spec.y.names && d - c > 8;
        view = [Math.max(value(a), frame.x0), Math.min(value(b), frame.x1), both ? height(d) : null, both ? height(c) : null];
        cursor = null;
        draw();
      }
      pressed = null;
      plot.querySelector(".select")?.remove();
    });
    plot.addEventListener("pointerleave", () => { if (document.activeElement !== plot) { cursor = null; showCursor(); } });
    plot.addEventListener("dblclick", reset);
    plot.addEventListener("blur", () => { cursor = null; showCursor(); });
    plot.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: spec.y.names ? 1 : 0, ArrowUp: spec.y.names ? -1 : 0, PageUp: 10, PageDown: -10 }[event.key];
      if (step) {
        walk(step);
      } else if (event.key === "Home" || event.key === "End") {
        cursor = nearest(event.key === "Home" ? frame.left : frame.left + frame.w, frame.top);
        showCursor();
        announce();
      } else if (event.key === "+" || event.key === "=") {
        zoom(0.6);
      } else if (event.key === "-") {
        zoom(1 / 0.6);
      } else if (event.key === "0" || event.key === "Escape") {
        reset();
      } else {
        return;
      }
      event.preventDefault();
    });

    // Along the axis, in steps that are seen: the next point at least a hundredth of the frame away.
    function walk(step) {
      if (!cursor) {
        cursor = nearest(frame.left + (step > 0 ? 0 : frame.w), frame.top);
      } else {
        const series = spec.series[cursor.s];
        const order = series.x.map((x, i) => i).filter((i) => finite(series.y[i]) && across(series.x[i]) >= frame.x0 - 1e-12 && across(series.x[i]) <= frame.x1 + 1e-12);
        if (!spec.y.names) {
          order.sort((a, b) => series.x[a] - series.x[b]);
        }
        const least = spec.y.names || isMap() ? -1 : (Math.abs(frame.x1 - frame.x0) / 100) * 0.999;
        let at = order.indexOf(cursor.i);
        const from = across(series.x[cursor.i]);
        for (let n = Math.abs(step); n > 0;) {
          const next = at + Math.sign(step);
          if (next < 0 || next >= order.length) {
            break;
          }
          at = next;
          if (Math.abs(across(series.x[order[at]]) - from) >= least * (Math.abs(step) - n + 1)) {
            n--;
          }
        }
        cursor = { s: cursor.s, i: order[at] ?? cursor.i };
      }
      showCursor();
      announce();
    }

    function band(px, py) {
      plot.querySelector(".select")?.remove();
      const clampX = (p) => Math.max(frame.left, Math.min(frame.left + frame.w, p));
      const clampY = (p) => Math.max(frame.top, Math.min(frame.top + frame.h, p));
      const [a, b] = [clampX(Math.min(px, pressed[0])), clampX(Math.max(px, pressed[0]))];
      const both = isMap() && Math.abs(py - pressed[1]) > 8;
      const [c, d] = both ? [clampY(Math.min(py, pressed[1])), clampY(Math.max(py, pressed[1]))] : [frame.top, frame.top + frame.h];
      plot.querySelector("svg").append(svg("rect", { x: a, y: c, width: b - a, height: d - c, class: "select" }));
    }

    function zoom(factor) {
      if (spec.x.names) {
        return;
      }
      const { x0, x1 } = frame;
      const all = extent();
      const middle = cursor ? across(spec.series[cursor.s].x[cursor.i]) : (x0 + x1) / 2;
      const half = ((x1 - x0) * factor) / 2;
      // Never beyond what is there, and never so deep that neighbouring numbers are one.
      const next = [Math.max(all[0], middle - half), Math.min(all[1], middle + half)];
      if (next[1] - next[0] >= (all[1] - all[0]) * 0.999) {
        reset();
      } else if (next[1] - next[0] > (all[1] - all[0]) * 1e-6) {
        view = [...next, null, null];
        update();
      }
    }

    function reset() {
      view = null;
      update();
    }

    function showLegend() {
      legend.replaceChildren();
      legend.hidden = spec.series.length < 2;
      spec.series.forEach((series, i) => {
        const button = minima.element("button", { type: "button", "aria-pressed": String(!hidden.has(i)) }, sample(series), say(series.name));
        button.addEventListener("click", () => {
          if (hidden.has(i)) {
            hidden.delete(i);
          } else if (hidden.size < spec.series.length - 1) {
            hidden.add(i);
          }
          button.setAttribute("aria-pressed", String(!hidden.has(i)));
          cursor = null;
          draw();
        });
        legend.append(minima.element("li", {}, button));
      });
    }

    // The numbers: curves at some fifty places, data as they are, the first five hundred of them.
    function showTable() {
      if (!details.open) {
        return;
      }
      const table = minima.element("table");
      // A copy of the parts: the text of the caption would be both languages in one.
      table.append(minima.element("caption", {}, ...[...caption.childNodes].map((node) => node.cloneNode(true))));
      const cells = (row, tag, texts) => row.append(...texts.map((text, i) => minima.element(i === 0 ? "th" : tag, { class: i === 0 && (spec.x.names || spec.y.names) ? "" : "number", ...(tag === "th" ? { scope: "col" } : i === 0 ? { scope: "row" } : {}) }, text)));
      const header = table.createTHead().insertRow();
      const body = table.createTBody();
      const curves = spec.series.length > 0 && spec.series.every((s) => (s.kind === "line" || s.kind === "step") && !s.rangeLow) && spec.series.every((s) => s.x.length === spec.series[0].x.length && s.x.every((x, i) => Object.is(x, spec.series[0].x[i])));
      if (curves) {
        cells(header, "th", [say(spec.x.label ?? ""), ...spec.series.map((s) => say(s.name))]);
        const xs = spec.series[0].x;
        const every = Math.max(1, Math.round(xs.length / 48));
        xs.forEach((x, i) => {
          if (i % every === 0 || i === xs.length - 1) {
            cells(body.insertRow(), "td", [shownX(x), ...spec.series.map((s) => number(s.y[i]))]);
          }
        });
      } else {
        const ranged = spec.series.some((s) => s.low ?? s.rangeLow);
        const end = (list, i) => (list ? number(list[i]) : "");
        const labelled = spec.series.some((s) => s.labels);
        const first = spec.y.names ? spec.y.label : spec.x.label;
        const second = spec.y.names ? spec.x.label : spec.y.label;
        cells(header, "th", [say(first ?? ""), ...(spec.series.length > 1 ? [say({ en: "series", zh: "系列" })] : []), say(second ?? ""), ...(ranged ? ["[", "]"] : []), ...(labelled ? [say({ en: "label", zh: "标注" })] : [])]);
        let rows = 0;
        const total = spec.series.reduce((n, s) => n + s.x.length, 0);
        for (const series of spec.series) {
          for (let i = 0; i < series.x.length && rows < 500; i++, rows++) {
            const [key, value] = spec.y.names ? [say(spec.y.names[series.y[i]]), series.x[i]] : [shownX(series.x[i]), series.y[i]];
            cells(body.insertRow(), "td", [key, ...(spec.series.length > 1 ? [say(series.name)] : []), number(value), ...(ranged ? [end(series.low ?? series.rangeLow, i), end(series.high ?? series.rangeHigh, i)] : []), ...(labelled ? [series.labels?.[i] ?? ""] : [])]);
          }
        }
        if (total > rows) {
          table.caption.append(` ${(minima.say(words.more))(total)}`);
        }
      }
      holder.replaceChildren(table);
    }

    function translate() {
      for (const [button, word] of buttons) {
        button.setAttribute("aria-label", say(words[word]));
        button.title = say(words[word]);
      }
      live.textContent = "";
      summary.textContent = say(words.table);
      keys.textContent = say(words.keys);
      showLegend();
    }

    function update() {
      spec = describe(view ? [view[0], view[1]].map((v) => (spec.x.log ? 10 ** v : v)) : undefined);
      tools.hidden = Boolean(spec.x.names);
      showLegend();
      draw();
      showTable();
    }

    details.addEventListener("toggle", showTable);
    minima.onLanguage(() => { translate(); update(); });
    let last = 0;
    new ResizeObserver(() => {
      if (plot.clientWidth !== last) {
        last = plot.clientWidth;
        draw();
      }
    }).observe(plot);
    window.addEventListener("beforeprint", draw);
    translate();
    update();
    return { update, reset, restart: () => { view = undefined; cursor = null; update(); } };
  };
})();
