"use strict";
// The charts of a comparison: which losses they draw, and which one where a chart holds only one.
minima.compare = (() => {
  const { say, number, element } = minima;
  const most = 8;
  const words = {
    better: { en: "better, beyond luck", zh: "明显更好" },
    unclear: { en: "no clear difference", zh: "无明显差异" },
    worse: { en: "worse, beyond luck", zh: "明显更差" },
    difference: { en: (m) => `difference in ${m}`, zh: (m) => `${m}之差` },
    predicted: { en: "predicted", zh: "预测" },
    actual: { en: "actual", zh: "实际" },
    residual: { en: "residual", zh: "残差" },
    rows: { en: "share of rows", zh: "行数占比" },
    total: { en: "share of the total loss", zh: "占总损失的比例" },
    alarms: { en: "share of rows that are alarms", zh: "报警行所占比例" },
    found: { en: "share found (recall)", zh: "找出的比例（召回率）" },
    cost: { en: "cost of a row", zh: "每行代价" },
    without: { en: "share without the event", zh: "未发生事件的比例" },
    risks: [{ en: "low risk", zh: "低风险" }, { en: "middle risk", zh: "中风险" }, { en: "high risk", zh: "高风险" }],
    observed: [{ en: "low, observed", zh: "低风险，观察值" }, { en: "middle, observed", zh: "中风险，观察值" }, { en: "high, observed", zh: "高风险，观察值" }],
    level: { en: "level of the quantile", zh: "分位数的水平" },
    below: { en: "share of targets below", zh: "其下的目标值比例" },
    place: { en: "probability of at most the target", zh: "不超过目标值的概率" },
    trained: { en: "training rows", zh: "训练行数" },
    spoilt: { en: "share spoilt", zh: "污染比例" },
    line: { en: "line", zh: "行号" },
    target: { en: "target", zh: "目标值" },
    prediction: { en: "prediction", zh: "预测值" },
    loss: { en: "loss", zh: "损失" },
    share: { en: "share", zh: "占比" },
    right: { en: "right", zh: "正确" },
    caption: { en: "Rows: actual class. Columns: predicted class.", zh: "行为实际类别，列为预测类别。" },
    costly: { en: (s) => `Together they make up ${s} of the total.`, zh: (s) => `合计占总损失的 ${s}。` },
    none: { en: "This loss may be negative, so rows have no share of it.", zh: "该损失可为负，无法计算各行占比。" },
    more: { en: (n) => `Show all ${n} rows`, zh: (n) => `显示全部 ${n} 行` },
    fewer: { en: "Show fewer", zh: "收起" },
  };
  const pick = (text, language) => (typeof text === "string" ? text : text[language]);
  const percent = (x) => `${number(100 * x, 3)} %`;

  function start() {
    const data = JSON.parse(document.getElementById("comparison").textContent);
    const charts = [];
    const update = () => charts.forEach((c) => c.update());
    const styles = new Map(); // row → style, kept while it is shown
    data.shown.forEach((row, i) => styles.set(row, i));
    const shown = (part) => [...styles].filter(([row]) => data.rows[row][part]).map(([row, style]) => ({ row: data.rows[row], style, index: row }));
    const chosen = (id) => data.rows[Number(document.getElementById(id).value)];

    function add(name, describe) {
      const figure = document.querySelector(`figure[data-chart="${name}"]`);
      if (figure) {
        charts.push(minima.chart(figure, describe));
      }
    }

    // ---- the table: the best rows first, the rest on request
    const table = document.getElementById("losses");
    const few = 15;
    if (table.tBodies[0].rows.length > few + 5) {
      let full = false;
      const button = element("button", { type: "button", class: "more" });
      const show = () => {
        [...table.tBodies[0].rows].forEach((row, i) => { row.hidden = !full && i >= few && !("kept" in row.dataset); });
        button.textContent = full ? say(words.fewer) : say(words.more)(table.tBodies[0].rows.length);
        button.setAttribute("aria-expanded", String(full));
      };
      button.addEventListener("click", () => { full = !full; show(); });
      table.tHead.addEventListener("click", () => setTimeout(show));
      table.parentElement.after(button);
      minima.onLanguage(show);
      show();
    }

    // ---- differences
    const metricOf = () => document.getElementById("difference-metric")?.value ?? data.metric;
    document.getElementById("difference-metric")?.addEventListener("change", () => charts.forEach((c) => c.restart()));
    add("differences", () => {
      const key = metricOf();
      const metric = data.metrics[key];
      const rows = data.rows.filter((r) => r.differences[key]).sort((a, b) => a.differences[key][0] - b.differences[key][0]);
      const kinds = { better: [], unclear: [], worse: [] };
      rows.forEach((r, i) => {
        const [mean, , , , , , p] = r.differences[key];
        kinds[p !== null && p < 0.05 ? (mean < 0 ? "better" : "worse") : "unclear"].push(i);
      });
      const part = (list, k) => list.map((i) => rows[i].differences[key][k]);
      const styles = { better: 2, unclear: 5, worse: 1 };
      const series = Object.entries(kinds).filter(([, list]) => list.length > 0).map(([kind, list]) => ({
        name: words[kind], kind: "interval", horizontal: true, style: styles[kind],
        x: part(list, 0), y: list, low: part(list, 1), high: part(list, 2), thinLow: part(list, 3), thinHigh: part(list, 4),
      }));
      return {
        x: { label: { en: words.difference.en(pick(metric.name, "en")), zh: words.difference.zh(pick(metric.name, "zh")) } },
        y: { names: rows.map((r) => r.name) },
        includeZero: "x",
        initial: near(rows.map((r) => r.differences[key])),
        series,
      };
    });

    // Losses that are far off would press all others together: the chart begins with most of them, and shows all on request.
    function near(differences) {
      const sizes = differences.map((d) => Math.max(Math.abs(d[1]), Math.abs(d[2]))).sort((a, b) => a - b);
      const typical = 1.6 * sizes[Math.floor(sizes.length * 0.75)];
      const reach = Math.min(typical, sizes.at(-1) * 1.05);
      const low = Math.min(...differences.map((d) => d[3]), 0) * 1.05;
      const high = Math.max(...differences.map((d) => d[4]), 0) * 1.05;
      return reach > 0 && (low < -reach || high > reach) ? [Math.max(low, -reach), Math.min(high, reach)] : undefined;
    }

    // ---- predictions
    const names = data.classes;
    const dots = (y) => () => {
      const row = chosen("one");
      const x = data.sample.targets;
      return y(row, x);
    };
    document.getElementById("one")?.addEventListener("change", update);
    const label = (i) => `${say(words.line)} ${data.sample.lines[i]}`;
    const lines = () => data.sample.lines.map((_, i) => label(i));
    add("actual", dots((row, x) => ({
      x: { label: { en: `actual ${data.target}`, zh: `实际的 ${data.target}` } },
      y: { label: words.predicted },
      diagonal: true,
      series: [{ name: row.name, kind: "dots", style: 0, x, y: row.predictions, labels: lines() }],
    })));
    add("residuals", dots((row, targets) => ({
      x: { label: words.predicted },
      y: { label: words.residual },
      includeZero: "y",
      series: [{ name: row.name, kind: "dots", style: 0, x: row.predictions, y: row.predictions.map((p, i) => p - targets[i]), labels: lines() }],
    })));
    add("histogram", () => ({
      x: { label: words.residual },
      y: { label: words.rows, percent: true },
      includeZero: "y",
      series: shown("histogram").map(({ row, style }) => {
        const [low, high] = row.bins;
        const step = (high - low) / row.histogram.length;
        return { name: row.name, kind: "line", style, x: row.histogram.map((_, i) => low + (i + 0.5) * step), y: row.histogram };
      }),
    }));
    add("calibration", () => ({
      x: { label: words.predicted, percent: !data.numeric },
      y: { label: data.numeric ? words.actual : words.right, percent: !data.numeric },
      diagonal: true,
      ...(data.numeric ? {} : { from: 0, to: 1 }),
      series: shown("calibration").map(({ row, style }) => ({ name: row.name, kind: "line", markers: true, style, x: row.calibration.x, y: row.calibration.y })),
    }));

    // ---- costs
    add("costs", () => ({
      x: { label: words.rows, percent: true },
      y: { label: words.total, percent: true },
      from: 0,
      to: 1,
      diagonal: true,
      series: shown("costs").map(({ row, style }) => ({ name: row.name, kind: "line", style, x: row.costs.x, y: row.costs.y })),
    }));

    // ---- decisions
    for (const [name, label] of [["alarms", words.found], ["alarm-costs", words.cost]]) {
      add(name, () => ({
        x: { label: words.alarms, percent: true },
        y: { label, percent: name === "alarms" },
        from: 0,
        to: 1,
        diagonal: name === "alarms",
        series: shown(name).map(({ row, style }) => ({ name: row.name, kind: "line", style, x: row[name].x, y: row[name].y })),
      }));
    }

    // ---- survival curves
    document.getElementById("survival-loss")?.addEventListener("change", update);
    add("survival", () => ({
      x: { label: { en: data.target, zh: data.target } },
      y: { label: words.without, percent: true },
      includeZero: "y",
      series: chosen("survival-loss").survival.flatMap((group, k) => [
        { name: words.risks[k], kind: "line", style: 2 * k, x: group.x, y: group.y },
        { name: words.observed[k], kind: "line", style: 2 * k + 1, x: group.x, y: group.seen },
      ]),
    }));

    // ---- distributions
    add("reliability", () => ({
      x: { label: words.level, percent: true },
      y: { label: words.below, percent: true },
      from: 0,
      to: 1,
      diagonal: true,
      series: shown("reliability").map(({ row, style }) => ({ name: row.name, kind: "line", markers: true, style, x: row.reliability.x, y: row.reliability.y })),
    }));
    add("places", () => ({
      x: { label: words.place, percent: true },
      y: { label: words.rows, percent: true },
      includeZero: "y",
      series: shown("places").map(({ row, style }) => ({ name: row.name, kind: "line", markers: true, style, x: row.places.x, y: row.places.y })),
    }));

    // ---- learning and robustness
    for (const [name, label] of [["learning", words.trained], ["robustness", words.spoilt]]) {
      add(name, () => ({
        x: { label, percent: name === "robustness" },
        y: { label: data.metrics[data.metric].name },
        series: shown(name).map(({ row, style }) => ({ name: row.name, kind: "line", markers: true, style, x: row[name].x, y: row[name].y, rangeLow: row[name].low, rangeHigh: row[name].high })),
      }));
    }

    // ---- the shapes of losses
    for (const what of ["value", "gradient"]) {
      add(what, (window) => {
        const { axis } = data;
        const [low, high] = window ?? [axis.from, axis.to];
        const x = [...Array.from({ length: 241 }, (_, i) => low + ((high - low) * i) / 240)];
        if (low < 0 && high > 0) {
          const tiny = (high - low) * 1e-7;
          x.push(-tiny, tiny);
          x.sort((a, b) => a - b);
        }
        return {
          x: { label: axis.label },
          y: {},
          cut: true,
          from: axis.from,
          to: axis.to,
          includeZero: "y",
          series: shown("drawn").flatMap(({ row, style, index }) => {
            const f = minima.functions[index][what];
            if (!f) {
              return [];
            }
            const call = (p) => (row.at !== undefined ? f(p / row.unit, row.at) : f(p / row.unit));
            const at = Math.abs(call(axis.one));
            const scale = at > 0 && Number.isFinite(at) ? at : 1;
            return [{ name: row.name, kind: "line", style, x, y: x.map((p) => call(p) / scale) }];
          }),
        };
      });
    }

    // ---- tables that follow a choice
    function fill(name, make) {
      const holder = document.querySelector(`[data-table="${name}"]`);
      if (holder) {
        holder.replaceChildren(...make());
      }
    }
    const cell = (tag, text, kind = "number", scope) => element(tag, { ...(kind ? { class: kind } : {}), ...(scope ? { scope } : {}) }, text);
    const classOf = (value) => (names.length > 0 ? names[value] ?? number(value) : number(value));

    function tables() {
      fill("costs", () => {
        const { costs } = chosen("cost-loss");
        if (!costs) {
          return [element("p", { class: "note" }, say(words.none))];
        }
        const made = element("table");
        made.append(element("caption", {}, say(words.costly)(percent(costs.top.reduce((sum, row) => sum + row[4], 0)))));
        made.createTHead().insertRow().append(...["line", "target", "prediction", "loss", "share"].map((w) => cell("th", say(words[w]), "number", "col")));
        const body = made.createTBody();
        for (const [line, target, prediction, loss, share] of costs.top) {
          const predicted = names.length > 2 ? classOf(prediction) : number(prediction, 4);
          body.insertRow().append(cell("th", String(line), "number", "row"), ...[classOf(target), predicted, number(loss, 4), percent(share)].map((t) => cell("td", t)));
        }
        return [made];
      });
      fill("confusion", () => {
        const { confusion } = chosen("one");
        if (!confusion) {
          return [];
        }
        const made = element("table");
        made.append(element("caption", {}, say(words.caption)));
        made.createTHead().insertRow().append(cell("td", "", ""), ...names.map((n) => cell("th", n, "number", "col")));
        const body = made.createTBody();
        confusion.forEach((counts, truth) => {
          const total = counts.reduce((a, b) => a + b, 0);
          const row = body.insertRow();
          row.append(cell("th", names[truth], "", "row"), ...counts.map((n, predicted) => {
            const made = cell("td", String(n), predicted === truth ? "number heat right" : "number heat wrong");
            made.style.setProperty("--share", String(total > 0 ? n / total : 0));
            return made;
          }));
        });
        return [made];
      });
    }
    for (const id of ["cost-loss", "one"]) {
      document.getElementById(id)?.addEventListener("change", tables);
    }
    minima.onLanguage(tables);
    tables();

    // ---- on paper the formulas of the losses that are drawn stand open
    let opened = [];
    window.addEventListener("beforeprint", () => {
      opened = [...document.querySelectorAll("details.formula-of:not([open])")].filter((d) => styles.has(Number(d.dataset.row)));
      opened.forEach((d) => { d.open = true; });
    });
    window.addEventListener("afterprint", () => { opened.forEach((d) => { d.open = false; }); opened = []; });

    // ---- which losses are drawn together
    const boxes = [...document.querySelectorAll("#shown input")];
    const limit = () => boxes.forEach((box) => { box.disabled = !box.checked && styles.size >= most; });
    for (const box of boxes) {
      box.checked = styles.has(Number(box.value));
      box.addEventListener("change", () => {
        const row = Number(box.value);
        if (box.checked) {
          const taken = new Set(styles.values());
          styles.set(row, [...Array(most).keys()].find((s) => !taken.has(s)));
        } else {
          styles.delete(row);
        }
        limit();
        update();
      });
    }
    limit();
  }

  return { start };
})();
