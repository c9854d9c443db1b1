"use strict";
// The curves of losses: functions of point losses are called, curves of row losses were sampled; sliders choose parameters.
minima.explain = (() => {
  const { say, number, element } = minima;
  const words = {
    controls: { en: "Parameters", zh: "参数" },
    reset: { en: "Back to the start", zh: "恢复初始值" },
    range: { en: "Width of the axis", zh: "横轴范围" },
    target: { en: "Target", zh: "目标值" },
    refused: { en: (rule) => `Must be ${rule}.`, zh: (rule) => `取值须满足：${rule}。` },
    command: { en: "The same on the command line", zh: "对应的命令行" },
  };
  const points = 320;

  function number15(x) {
    return String(Number(x.toPrecision(12)));
  }

  // The controls of a loss. A slider runs over 400 steps, over logarithms where the numbers span orders of magnitude; the field takes any number.
  function controlsOf(holder, loss, changed) {
    const state = new Map(loss.controls.map((c) => [c.id, c.value]));
    const box = element("fieldset", { class: "controls" });
    const legend = element("legend");
    box.append(legend);
    const relabel = [() => { legend.textContent = say(words.controls); }];
    const refresh = [];
    for (const control of loss.controls) {
      const id = `${loss.id}-${control.id}`;
      const label = element("label", { for: id });
      const rule = element("span", { class: "rule", id: `${id}-rule` });
      relabel.push(() => { label.textContent = say(control.name); });
      const cell = element("div", { class: "control" }, label);
      if (control.kind === "choice") {
        const select = element("select", { id });
        control.stops.forEach((stop, i) => select.append(element("option", { value: String(i) }, stop.text)));
        select.addEventListener("change", () => { state.set(control.id, Number(select.value)); changed(); });
        refresh.push(() => { select.value = String(state.get(control.id)); });
        cell.append(select);
      } else if (control.kind === "stops") {
        const output = element("output", { for: id });
        const slider = element("input", { type: "range", id, min: "0", max: String(control.stops.length - 1), step: "1" });
        const show = () => { output.textContent = control.stops[state.get(control.id)].text; slider.setAttribute("aria-valuetext", output.textContent); };
        slider.addEventListener("input", () => { state.set(control.id, Number(slider.value)); show(); changed(); });
        refresh.push(() => { slider.value = String(state.get(control.id)); show(); });
        cell.append(output, slider);
      } else {
        const [low, high] = control.log ? [Math.log(control.low), Math.log(control.high)] : [control.low, control.high];
        const field = element("input", { type: "number", step: "any", id: `${id}-number`, "aria-describedby": `${id}-rule` });
        const slider = element("input", { type: "range", id, min: "0", max: "400", step: "1" });
        relabel.push(() => field.setAttribute("aria-label", say(control.name)));
        const position = (x) => Math.round((((control.log ? Math.log(x) : x) - low) / (high - low)) * 400);
        const show = (withField) => {
          const x = state.get(control.id);
          slider.value = String(position(x));
          slider.setAttribute("aria-valuetext", number(x, 4));
          if (withField) {
            field.value = number15(x);
            field.removeAttribute("aria-invalid");
            rule.textContent = "";
          }
        };
        const take = (x, withField) => {
          if (!allowed(control.domain, x)) {
            return;
          }
          state.set(control.id, x);
          push(control);
          show(withField);
          changed();
        };
        slider.addEventListener("input", () => {
          const raw = low + (Number(slider.value) / 400) * (high - low);
          const x = Number((control.log ? Math.exp(raw) : raw).toPrecision(3));
          take(Math.min(control.high, Math.max(control.low, x)), true);
        });
        field.addEventListener("input", () => {
          const x = field.valueAsNumber;
          if (allowed(control.domain, x)) {
            field.removeAttribute("aria-invalid");
            rule.textContent = "";
            take(x, false);
          } else {
            field.setAttribute("aria-invalid", "true");
            rule.textContent = say(words.refused)(say(control.rule));
          }
        });
        field.addEventListener("change", () => show(true));
        refresh.push(() => show(true));
        cell.append(field, slider, rule);
      }
      box.append(cell);
    }
    // Parameters that must ascend (a < b < c) push each other along.
    function push(moved) {
      const order = loss.order ?? [];
      const at = order.indexOf(moved.id);
      if (at >= 0) {
        for (let k = at + 1; k < order.length && state.get(order[k]) <= state.get(order[k - 1]); k++) {
          state.set(order[k], state.get(order[k - 1]) * 1.05);
        }
        for (let k = at - 1; k >= 0 && state.get(order[k]) >= state.get(order[k + 1]); k--) {
          state.set(order[k], state.get(order[k + 1]) / 1.05);
        }
        refresh.forEach((r, i) => { if (loss.controls[i].id !== moved.id) { r(); } });
      }
    }
    const reset = element("button", { type: "button" });
    relabel.push(() => { reset.textContent = say(words.reset); });
    reset.addEventListener("click", () => {
      loss.controls.forEach((c) => state.set(c.id, c.value));
      refresh.forEach((r) => r());
      changed();
    });
    const command = element("code");
    const commandLabel = element("span");
    relabel.push(() => { commandLabel.textContent = `${say(words.command)}: `; });
    box.append(element("div", { class: "row note" }, element("span", {}, commandLabel, command), reset));
    const retell = () => {
      const given = loss.controls.filter((c) => c.role === "parameter" && state.get(c.id) !== c.default)
        .map((c) => ` --param ${c.id}=${c.kind === "number" ? number15(state.get(c.id)) : c.stops[state.get(c.id)].text}`);
      command.textContent = loss.command + given.join("");
    };
    minima.onLanguage(() => relabel.forEach((r) => r()));
    relabel.forEach((r) => r());
    refresh.forEach((r) => r());
    if (loss.controls.length > 0) {
      holder.append(box);
    }
    retell();
    return { state, retell };
  }

  function allowed(domain, x) {
    if (Number.isNaN(x)) {
      return false;
    }
    const above = domain.low === null || x > domain.low || (x === domain.low && !domain.lowOpen);
    const below = domain.high === null || x < domain.high || (x === domain.high && !domain.highOpen);
    return domain.outside ? x < domain.low || x > domain.high : above && below;
  }

  function variant(loss, state) {
    let index = 0;
    for (const id of loss.variants) {
      const control = loss.controls.find((c) => c.id === id);
      index = index * control.stops.length + state.get(id);
    }
    return index;
  }

  // Values of one loss: { x, curves: [{ name, value, gradient, curvature }], marks }
  function sampler(loss, state) {
    if (loss.samples) {
      return () => {
        const curves = loss.samples[variant(loss, state)];
        return { x: loss.x, curves: curves.map((c, i) => ({ name: loss.curves[i].name, ...c })), marks: [] };
      };
    }
    const functions = minima.functions[loss.id];
    return (window) => {
      const set = functions[variant(loss, state)];
      const width = state.get("axis-width") ?? 1;
      const [low, high] = window ?? [loss.anchorLow ? loss.from : loss.from * width, loss.anchorHigh ? loss.to : loss.to * width];
      const options = Object.fromEntries(loss.controls.filter((c) => c.role === "parameter" && c.kind === "number").map((c) => [c.option, state.get(c.id)]));
      const marks = loss.marks.flatMap((m) => {
        const at = m.parameter ? state.get(m.parameter) : m.at;
        return (m.both ? [-at, at] : [at]);
      }).filter((m) => m > low && m < high);
      const tiny = (high - low) * 1e-7;
      const x = [...Array.from({ length: points + 1 }, (_, i) => low + ((high - low) * i) / points), ...marks.flatMap((m) => [m - tiny, m, m + tiny])].sort((a, b) => a - b);
      const curves = loss.curves.map((curve) => {
        const call = (f) => (f ? x.map((p) => f(...loss.inputs.map((i) => (i === "x" ? p : i === "target" ? curve.target ?? state.get("target") : state.get(i))), options)) : null);
        return { name: curve.name, value: call(set.value), gradient: call(set.gradient), curvature: call(set.curvature) };
      });
      return { x, curves, marks: marks.map((m) => ({ x: m })) };
    };
  }

  const all = new Map();

  function start() {
    for (const section of document.querySelectorAll("section.loss[data-loss]")) {
      // A loss of boxes, sums or tensors has no curve over one number.
      if (!section.querySelector("figure[data-what]")) continue;
      const loss = JSON.parse(document.getElementById(section.dataset.loss).textContent);
      const drawn = [];
      const { state, retell } = controlsOf(section.querySelector(".sliders"), loss, () => { retell(); drawn.forEach((c) => c.update()); overview.forEach((c) => c.update()); });
      const sample = sampler(loss, state);
      all.set(loss.id, { loss, sample });
      for (const figure of section.querySelectorAll("figure[data-what]")) {
        const what = figure.dataset.what;
        drawn.push(minima.chart(figure, (window) => {
          const { x, curves, marks } = sample(window);
          return {
            x: { label: loss.axis },
            y: {},
            cut: true,
            includeZero: "y",
            marks,
            series: curves.map((c, i) => ({ name: c.name ?? loss.heights[what], kind: "line", style: i, x, y: c[what] })),
          };
        }));
      }
    }
    const overview = [];
    for (const figure of document.querySelectorAll("figure[data-overview]")) {
      const what = figure.dataset.overview;
      const first = [...all.values()][0].loss;
      overview.push(minima.chart(figure, (window) => ({
        x: { label: first.axis },
        y: {},
        cut: true,
        includeZero: "y",
        from: Math.max(...[...all.values()].map((l) => l.loss.from)),
        to: Math.min(...[...all.values()].map((l) => l.loss.to)),
        series: [...all.values()].map(({ loss, sample }, i) => {
          const { x, curves } = sample(window ?? [Math.max(...[...all.values()].map((l) => l.loss.from)), Math.min(...[...all.values()].map((l) => l.loss.to))]);
          return { name: loss.title, kind: "line", style: i, x, y: curves[0][what] };
        }),
      })));
    }
  }

  return { start, sampler };
})();
