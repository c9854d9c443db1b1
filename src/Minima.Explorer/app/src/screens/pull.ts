import scenes from "../../../../../explorer/scenes/pull.json";
import { type Fields, readNumbers } from "../address";
import { Announcer, button, find, write } from "../dom";
import { type ConstantReply, engine, type FitReply, type Formula, Refusal } from "../engine";
import { type Line, minimize } from "../minimize";
import { type IsNewest, Newest, rested } from "../newest";
import { arrow, axes, dashes, handleStep, key, scale, type Scale } from "../plot";
import { Screen } from "../screen";
import { store } from "../store";
import { exportPanel } from "../widgets/exports";
import { LossList } from "../widgets/losses";
import { OwnTable } from "../widgets/own-table";
import { predictFirst } from "../widgets/predict";
import { FixedRate } from "./pull-steps";
import { pullExports } from "./pull-exports";
import { both, labelled, number, percent, say } from "../words";

type Model = "line" | "constant";

/** A loss on the screen, and what is known of its optimum. */
export interface Shown {
  spec: string;
  formula?: Formula;
  line: Line;
  mean: number;
  /** The interval of constants that are as good; both ends are the optimum where it is the only one. */
  low: number;
  high: number;
  certified: boolean;
  /** The loss is not convex: the certificate is about the neighbourhood only. */
  isLocal: boolean;
  problem?: Refusal;
}

const most = 2000;
/** Of a table that somebody gives: so many points can be dragged without a delay. */
const mostRows = 500;
/** A fit of 500 points by three losses is shown within 150 ms of the release. */
const restMilliseconds = 60;
const defaultScene = scenes.scenes[0];

export class Pull extends Screen {
  readonly name = "pull";
  private model: Model = defaultScene.model as Model;
  private x: number[] = defaultScene.target.map((_, i) => i + 1);
  private target: number[] = [...defaultScene.target];
  private losses: Shown[] = scenes.losses.map(fresh);
  private arrowsOf = 0;
  private point = defaultScene.target.length - 1;
  private range: [number, number] | null = null;
  private frame = 0;
  private readonly certifying = new Newest((isNewest) => this.certify(isNewest));
  private list!: LossList;
  private steps!: FixedRate;
  private announcer!: Announcer;
  private plot!: HTMLElement;
  private handles: SVGCircleElement[] = [];
  private uncover = (): void => {};

  read(fields: Fields): string[] {
    const { model, d, x, loss, arrows, point, ...unknown } = fields;
    const bad = Object.keys(unknown);
    this.model = model === "constant" ? "constant" : "line";
    if (model !== undefined && model !== "constant" && model !== "line") bad.push("model");
    const scene = scenes.scenes.find((one) => one.model === this.model) ?? defaultScene;
    const target = readNumbers(d, most);
    if (d !== undefined && !target) bad.push("d");
    this.target = target ?? [...scene.target];
    const across = readNumbers(x, most);
    if (x !== undefined && across?.length !== this.target.length) bad.push("x");
    this.x = across?.length === this.target.length ? across : this.target.map((_, i) => i + 1);
    const specs = loss?.split(";").filter((one) => one !== "").slice(0, 3) ?? [];
    this.losses = (specs.length > 0 ? specs : scenes.losses).map(fresh);
    this.arrowsOf = Math.max(0, Math.min(this.losses.length - 1, Number.parseInt(arrows ?? "1", 10) - 1 || 0));
    this.point = Math.max(0, Math.min(this.target.length - 1, Number.parseInt(point ?? String(this.target.length), 10) - 1 || 0));
    this.range = null;
    return bad;
  }

  write(): Fields {
    const scene = scenes.scenes.find((one) => one.model === this.model) ?? defaultScene;
    const fields: Fields = {};
    if (this.model !== defaultScene.model) fields.model = this.model;
    if (String(this.target) !== String(scene.target)) fields.d = this.target.map((t) => Number(t.toPrecision(12))).join(",");
    if (this.x.some((x, i) => x !== i + 1)) fields.x = this.x.map((x) => Number(x.toPrecision(12))).join(",");
    const specs = this.losses.map((one) => one.spec).join(";");
    if (specs !== scenes.losses.join(";")) fields.loss = specs;
    if (this.arrowsOf !== 0) fields.arrows = String(this.arrowsOf + 1);
    if (this.point !== this.target.length - 1) fields.point = String(this.point + 1);
    return fields;
  }

  protected build(body: HTMLElement): void {
    body.innerHTML = `
      <div class="predict"></div>
      <div class="row scenes" role="group" ${labelled({ en: "Model", zh: "模型" })}></div>
      <figure class="card drawn" data-figure="pull">
        <figcaption>${both({ en: "Drag the points. Each arrow is minus the gradient: how strongly a point pulls, and which way.", zh: "拖动数据点。箭头为负梯度：表示该点拉力的大小和方向。" })}</figcaption>
        <div class="plot"></div>
        <p class="hint">${both({ en: "Keyboard: Tab to a point, arrow keys move it, with Shift by ten steps; Page Up and Page Down choose another point.", zh: "键盘操作：用 Tab 选中数据点，方向键移动，按住 Shift 每次移动十步；Page Up / Page Down 切换数据点。" })}</p>
      </figure>
      <div class="scroll results" tabindex="0" role="region" ${labelled({ en: "Results", zh: "结果" })}><table><thead></thead><tbody></tbody></table></div>
      <p class="live-text visually-hidden" aria-live="polite"></p>
      <div class="row value"></div>
      <div class="losses"></div>
      <div class="own-table"></div>
      <div class="steps"></div>
      <div class="card explain below">
        <h3>${both({ en: "What you see", zh: "解读" })}</h3>
        <p>${both({ en: "At the optimum the pulls of all points balance: their sum is 0. Under the squared error a point pulls in proportion to its distance, so that one far point outweighs many near ones. Under the absolute error every point pulls equally, near or far. Huber's loss pulls in proportion up to delta, and equally beyond it.", zh: "在最优处，所有数据点的拉力之和为 0。平方误差下，拉力与距离成正比，一个远处的点就能压过许多近处的点；绝对误差下，各点拉力相同，与距离无关；Huber 损失在 delta 以内按距离成正比，超过 delta 后保持不变。" })}</p>
        <p>${both({ en: "While you drag, the page computes with the library's formula as JavaScript (marked ≈). When you pause, the library itself computes the optimum and certifies it (marked ✓).", zh: "拖动时，页面用函数库写出的 JavaScript 公式计算（标记为 ≈）；停下后，由函数库求出最优解并给出最优性证明（标记为 ✓）。" })}</p>
      </div>
      <div class="export"></div>`;
    this.plot = find(body, ".plot");
    this.announcer = new Announcer(find(body, ".live-text"));
    for (const scene of scenes.scenes) {
      const one = button(scene.model === "line" ? { en: "Line", zh: "直线" } : { en: "Constant", zh: "常数" }, () => {
        this.model = scene.model as Model;
        this.target = [...scene.target];
        this.x = this.target.map((_, i) => i + 1);
        this.point = this.target.length - 1;
        this.range = null;
        this.handles = [];
        this.changed();
      });
      one.dataset.model = scene.model;
      find(body, ".scenes").append(one);
    }
    find(body, ".scenes").append(button({ en: "Start again", zh: "重新开始" }, () => {
      this.read(this.model === defaultScene.model ? {} : { model: this.model });
      this.handles = [];
      this.changed();
    }));
    this.list = new LossList(find(body, ".losses"), scenes.choices, 3, (specs) => {
      this.losses = specs.map((spec) => this.losses.find((one) => one.spec === spec) ?? fresh(spec));
      this.arrowsOf = Math.min(this.arrowsOf, this.losses.length - 1);
      this.changed();
    });
    this.steps = new FixedRate(find(body, ".steps"));
    new OwnTable(find(body, ".own-table"), mostRows, ["x"], ({ target, features: [x] }) => {
      // The question is about other points.
      this.uncover();
      this.model = x ? "line" : "constant";
      this.target = target;
      this.x = x ?? target.map((_, i) => i + 1);
      this.point = target.length - 1;
      this.range = null;
      this.handles = [];
      for (const one of this.losses) one.line = { slope: 0, intercept: Number.NaN };
      this.changed();
    });
    this.numberField(find(body, ".value"));
    exportPanel(find(body, ".export"), pullExports(() => ({ model: this.model, x: this.x, target: this.target, losses: this.losses, chosen: this.losses[this.arrowsOf], point: this.point })));
    this.uncover = predictFirst(find(body, ".predict"), find(body, "figure"), {
      text: { en: "Three lines go through twelve points. The last point moves from 4.5 to 40. Which line turns towards it?", zh: "三条直线穿过十二个点。最后一个点从 4.5 移到 40，哪条直线会明显转向它？" },
      answers: [{ en: "Squared error", zh: "平方误差" }, { en: "Huber, delta 1", zh: "Huber，delta = 1" }, { en: "Absolute error", zh: "绝对误差" }, { en: "All three", zh: "三条都会" }],
      reply: async () => {
        const before = defaultScene.target;
        const after = before.map((t, i) => (i === scenes.predict.point ? scenes.predict.to : t));
        const x = before.map((_, i) => i + 1);
        const slopes = [];
        for (const loss of scenes.losses) {
          const pair = [];
          for (const target of [before, after]) pair.push((await engine.ask<FitReply>("fit", { loss, x, target })).slope);
          slopes.push(pair.map((slope) => number(slope)).join(" → "));
        }
        return {
          right: scenes.predict.right,
          text: {
            en: `Slopes before and after: squared error ${slopes[0]}, Huber ${slopes[1]}, absolute error ${slopes[2]}. Drag the last point up and see.`,
            zh: `移动前后的斜率：平方误差 ${slopes[0]}，Huber ${slopes[1]}，绝对误差 ${slopes[2]}。请向上拖动最后一个点观察。`,
          },
        };
      },
    }, store.isLinked);
    this.plot.addEventListener("pointerdown", (event) => this.drag(event));
    this.plot.addEventListener("keydown", (event) => this.key(event));
    this.plot.addEventListener("focusin", (event) => {
      const place = this.handles.indexOf(event.target as SVGCircleElement);
      if (place >= 0 && place !== this.point) {
        this.point = place;
        this.changed();
      }
    });
    new ResizeObserver(() => this.draw()).observe(this.plot);
  }

  protected show(): void {
    if (!this.plot) return;
    this.querySelectorAll<HTMLElement>("[data-model]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.model === this.model)));
    this.list.show(this.losses.map((one) => one.spec));
    for (const one of this.losses) {
      one.certified = false;
      if (one.formula || one.problem) continue;
      engine.formula(one.spec).then((formula) => {
        one.formula = formula;
        this.request();
        this.certifying.begin();
      }, (problem: Error) => {
        if (!(problem instanceof Refusal)) return;
        one.problem = problem;
        this.request();
      });
    }
    this.request();
    this.certifying.begin();
  }

  /** The next frame draws; several changes before it are one. */
  private request(): void {
    if (this.frame === 0) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        for (const one of this.losses) if (one.formula && !one.certified) this.estimate(one);
        this.draw();
      });
    }
  }

  private estimate(one: Shown): void {
    const formula = one.formula!;
    const sorted = [...this.target].sort((a, b) => a - b);
    const start = Number.isFinite(one.line.intercept) && one.mean >= 0 ? one.line : { slope: 0, intercept: sorted[sorted.length >> 1] };
    one.line = minimize(formula, this.model === "line" ? this.x : null, this.target, this.model === "line" ? start : { slope: 0, intercept: start.intercept });
    if (this.model === "constant") one.line.slope = 0;
    one.low = one.high = one.line.intercept;
    one.mean = this.mean(one);
  }

  private mean(one: Shown): number {
    let sum = 0;
    for (let i = 0; i < this.target.length; i++) sum += one.formula!.value(this.prediction(one, i), this.target[i]);
    return sum / this.target.length;
  }

  private prediction(one: Shown, i: number): number {
    return one.line.slope * this.x[i] + one.line.intercept;
  }

  /** The library's own answers replace what the page computed. */
  private async certify(isNewest: IsNewest): Promise<void> {
    if (!(await rested(restMilliseconds, isNewest))) return;
    for (const one of [...this.losses]) {
      if (!one.formula) continue;
      try {
        const isLine = this.model === "line";
        const reply = await engine.ask<FitReply>("fit", { loss: one.spec, target: this.target, ...(isLine ? { x: this.x } : {}) }, `fit ${one.spec}`);
        const constant = isLine ? null : await engine.ask<ConstantReply>("constant", { loss: one.spec, target: this.target }, `constant ${one.spec}`);
        if (!isNewest()) return;
        one.line = { slope: reply.slope, intercept: reply.intercept };
        one.mean = reply.objective;
        [one.low, one.high] = [constant?.low ?? Number.NaN, constant?.high ?? Number.NaN];
        one.isLocal = reply.method === "local";
        one.certified = true;
        one.problem = undefined;
      } catch (problem) {
        if (!(problem instanceof Refusal)) throw problem;
        if (!isNewest()) return;
        one.problem = problem;
      }
    }
    this.draw();
    const chosen = this.losses[this.arrowsOf];
    if (chosen?.formula) this.announcer.say(`${chosen.spec}: ${this.model === "line" ? `${say({ en: "slope", zh: "斜率" })} ${number(chosen.line.slope)}` : number(chosen.line.intercept)}`);
  }

  private scales(): { x: Scale; y: Scale; width: number; height: number } {
    const width = Math.max(280, this.plot.clientWidth || 600);
    const height = width < 500 ? 300 : 380;
    const [low, high] = this.range ?? this.wholeRange();
    const [first, last] = [Math.min(...this.x), Math.max(...this.x)];
    const margin = (last - first) / 20 || 1;
    return { x: scale(first - margin, last + margin, 42, width - 12), y: scale(low, high, height - 40, 18), width, height };
  }

  private wholeRange(): [number, number] {
    const [low, high] = [Math.min(0, ...this.target), Math.max(...this.target)];
    const margin = (high - low) / 10 || 1;
    return [low < 0 ? low - margin : 0, high + margin];
  }

  private shares(one: Shown): number[] {
    const pulls = this.target.map((t, i) => Math.abs(one.formula!.slope(this.prediction(one, i), t)));
    const sum = pulls.reduce((a, b) => a + b, 0);
    return pulls.map((pull) => (sum > 0 ? pull / sum : 0));
  }

  private draw(): void {
    if (!this.plot || this.hidden) return;
    const { x, y, width, height } = this.scales();
    const chosen = this.losses[this.arrowsOf];
    let svg = this.plot.querySelector("svg");
    const layout = `${width} ${height} ${y.low} ${y.high} ${x.low} ${x.high} ${this.target.length} ${document.documentElement.lang}`;
    if (!svg || svg.dataset.layout !== layout) {
      const focused = this.handles.indexOf(document.activeElement as SVGCircleElement);
      const clip = "pull-clip";
      this.plot.innerHTML = `<svg viewBox="0 0 ${width} ${height}" data-layout="${layout}" role="group" ${labelled({ en: "Points and fitted lines", zh: "数据点与拟合直线" })}><defs><clipPath id="${clip}"><rect x="42" y="4" width="${width - 54}" height="${height - 44}"/></clipPath></defs>${axes(x, y, { x: "x", y: "t" }, { x: 8, y: 6 })}<g clip-path="url(#${clip})"><g class="fits"></g><path class="arrows"/></g><g class="handles"></g></svg>`;
      svg = find<SVGSVGElement>(this.plot, "svg");
      const holder = find<SVGGElement>(svg, ".handles");
      this.handles = this.target.map(() => document.createElementNS("http://www.w3.org/2000/svg", "circle"));
      this.handles.forEach((handle) => {
        handle.setAttribute("r", this.target.length > 60 ? "4" : "7");
        handle.setAttribute("class", "handle");
        handle.setAttribute("role", "slider");
        handle.setAttribute("aria-orientation", "vertical");
        handle.setAttribute("aria-valuemin", "-1000000");
        handle.setAttribute("aria-valuemax", "1000000");
      });
      holder.append(...this.handles);
      if (focused >= 0) this.handles[Math.min(focused, this.handles.length - 1)].focus();
    }
    const fits = find<SVGGElement>(svg, ".fits");
    while (fits.childElementCount < this.losses.length) fits.append(document.createElementNS("http://www.w3.org/2000/svg", "path"));
    while (fits.childElementCount > this.losses.length) fits.lastElementChild?.remove();
    this.losses.forEach((one, k) => {
      const path = fits.children[k];
      path.setAttribute("class", `curve s${k}`);
      path.setAttribute("stroke-dasharray", dashes[k]);
      const isDrawn = one.formula !== undefined && Number.isFinite(one.line.slope) && Number.isFinite(one.line.intercept);
      path.setAttribute("d", isDrawn ? `M${x(x.low).toFixed(1)} ${y(one.line.slope * x.low + one.line.intercept).toFixed(2)}L${x(x.high).toFixed(1)} ${y(one.line.slope * x.high + one.line.intercept).toFixed(2)}` : "");
    });
    const shares = chosen?.formula ? this.shares(chosen) : [];
    let arrows = "";
    if (chosen?.formula) {
      const pulls = this.target.map((t, i) => -chosen.formula!.slope(this.prediction(chosen, i), t));
      const largest = Math.max(...pulls.map(Math.abs).filter(Number.isFinite)) || 1;
      for (let i = 0; i < pulls.length; i++) {
        const from = y(this.prediction(chosen, i));
        if (!Number.isFinite(from) || !Number.isFinite(pulls[i])) continue;
        arrows += arrow(x(this.x[i]), from, x(this.x[i]), from - (70 * pulls[i]) / largest);
      }
    }
    const drawn = find(svg, ".arrows");
    drawn.setAttribute("d", arrows);
    drawn.setAttribute("class", `arrows s${this.arrowsOf}`);
    const tabs = this.target.length <= 60;
    for (let i = 0; i < this.handles.length; i++) {
      const handle = this.handles[i];
      const [cx, cy] = [x(this.x[i]).toFixed(1), Math.max(8, Math.min(height - 34, y(this.target[i]))).toFixed(1)];
      const state = `${cx} ${cy} ${this.target[i]} ${i === this.point} ${tabs || i === this.point}`;
      const text = i === this.point || tabs ? say({ en: `point ${i + 1}, t = ${number(this.target[i])}, ${percent(shares[i] ?? 0)} of the pull`, zh: `第 ${i + 1} 个点，t = ${number(this.target[i])}，占总拉力的 ${percent(shares[i] ?? 0)}` }) : "";
      if (handle.dataset.state === state && handle.dataset.text === text) continue;
      handle.dataset.state = state;
      handle.dataset.text = text;
      handle.setAttribute("cx", cx);
      handle.setAttribute("cy", cy);
      handle.setAttribute("aria-valuenow", String(this.target[i]));
      handle.setAttribute("aria-label", say({ en: `Target of point ${i + 1}`, zh: `第 ${i + 1} 个点的目标值` }));
      handle.setAttribute("aria-valuetext", text);
      handle.setAttribute("tabindex", tabs || i === this.point ? "0" : "-1");
      handle.classList.toggle("chosen", i === this.point);
    }
    this.table();
    this.steps.show(this.model === "constant" ? this.target : null, this.losses);
  }

  private table(): void {
    const isLine = this.model === "line";
    const head = [{ en: "Loss", zh: "损失" }, ...(isLine ? [{ en: "Slope", zh: "斜率" }, { en: "Intercept", zh: "截距" }] : [{ en: "Best constant", zh: "最优常数" }]), { en: "Mean loss", zh: "平均损失" }, { en: `Share of point ${this.point + 1} in the pull`, zh: `第 ${this.point + 1} 个点占总拉力的比例` }, { en: "Arrows", zh: "箭头" }];
    write(find(this, ".results thead"), "");
    find(this, ".results thead").innerHTML = `<tr>${head.map((one, i) => `<th scope="col"${i === 0 ? "" : ' class="number"'}>${both(one)}</th>`).join("")}</tr>`;
    const body = find<HTMLTableSectionElement>(this, ".results tbody");
    body.replaceChildren(...this.losses.map((one, k) => {
      const row = document.createElement("tr");
      row.dataset.loss = one.spec;
      if (!one.formula || one.problem) {
        row.innerHTML = `<th scope="row">${key(k)}</th><td colspan="${head.length - 1}">${one.problem ? both(one.problem.words) : "…"}</td>`;
        find(row, "th").append(one.spec);
        return row;
      }
      const share = this.shares(one)[this.point] ?? 0;
      Object.assign(row.dataset, { slope: String(one.line.slope), intercept: String(one.line.intercept), mean: String(one.mean), low: String(one.low), high: String(one.high), share: String(share), certified: String(one.certified) });
      const mark = !one.certified ? `<span class="badge">≈</span>` : `<span class="badge ok">✓ ${both(one.isLocal ? { en: "local optimum", zh: "局部最优" } : { en: "certified", zh: "已证明" })}</span>`;
      const interval = !isLine && one.high > one.low ? `<span class="range">${both({ en: `every constant in [${number(one.low)}, ${number(one.high)}] is as good`, zh: `[${number(one.low)}, ${number(one.high)}] 内任一常数同样好` })}</span>` : "";
      const numbers = isLine ? [number(one.line.slope), number(one.line.intercept)] : [number(one.line.intercept) + interval];
      row.innerHTML = `<th scope="row">${key(k)}<span class="spec"></span> ${mark}</th>${[...numbers, number(one.mean), percent(share)].map((text) => `<td class="number">${text}</td>`).join("")}<td class="number"></td>`;
      find(row, ".spec").textContent = one.spec;
      const radio = document.createElement("input");
      Object.assign(radio, { type: "radio", name: "arrows", checked: k === this.arrowsOf });
      radio.setAttribute("aria-label", `${say({ en: "Arrows of", zh: "显示箭头：" })} ${one.spec}`);
      radio.addEventListener("change", () => {
        this.arrowsOf = k;
        this.changed();
        find<HTMLInputElement>(this, `.results tbody tr:nth-child(${k + 1}) input`).focus();
      });
      find(row, "td:last-child").append(radio);
      return row;
    }));
    const field = find<HTMLInputElement>(this, ".value input");
    if (document.activeElement !== field) field.value = String(this.target[this.point]);
    write(find(this, ".value label"), { en: `Target of point ${this.point + 1}`, zh: `第 ${this.point + 1} 个点的目标值` });
  }

  private numberField(holder: HTMLElement): void {
    holder.innerHTML = `<label for="pull-value"></label><input id="pull-value" type="number" step="any">`;
    const field = find<HTMLInputElement>(holder, "input");
    field.addEventListener("input", () => {
      const value = field.valueAsNumber;
      if (Number.isFinite(value) && Math.abs(value) <= 1e6) this.move(this.point, value);
    });
    holder.append(button({ en: "Add a point", zh: "添加数据点" }, () => {
      if (this.target.length >= most) return;
      this.target = [...this.target, this.target.at(-1) ?? 0];
      this.x = [...this.x, Math.max(...this.x) + 1];
      this.point = this.target.length - 1;
      this.changed();
    }), button({ en: "Remove it", zh: "删除该点" }, () => {
      if (this.target.length <= 3) return;
      this.target = this.target.filter((_, i) => i !== this.point);
      this.x = this.x.filter((_, i) => i !== this.point);
      this.point = Math.min(this.point, this.target.length - 1);
      this.changed();
    }));
  }

  private move(place: number, value: number): void {
    this.target[place] = Number(value.toPrecision(10));
    for (const one of this.losses) one.certified = false;
    this.request();
    this.certifying.begin();
    store.changed();
  }

  private drag(event: PointerEvent): void {
    const { x, y } = this.scales();
    const box = this.plot.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    let nearest = -1;
    let least = 30;
    for (let i = 0; i < this.target.length; i++) {
      const distance = Math.hypot(x(this.x[i]) - px, y(this.target[i]) - py);
      if (distance < least) [nearest, least] = [i, distance];
    }
    if (nearest < 0) return;
    event.preventDefault();
    this.point = nearest;
    this.range = [y.low, y.high];
    this.handles[nearest].focus({ preventScroll: true });
    this.plot.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent): void => {
      const now = this.scales();
      const pixel = moved.clientY - box.top;
      const span = now.y.high - now.y.low;
      // At an edge the picture makes room.
      if (pixel < 18 && now.y.high < 1e5) this.range = [now.y.low, now.y.high + span / 4];
      else if (pixel > now.height - 40 && now.y.low > -1e5) this.range = [now.y.low - span / 10, now.y.high];
      const step = handleStep(span / (now.height - 58));
      const value = Math.max(now.y.low, Math.min(now.y.high, now.y.invert(pixel)));
      this.move(nearest, Math.round(value / step) * step);
    };
    const end = (): void => {
      this.plot.removeEventListener("pointermove", move);
      this.plot.removeEventListener("pointerup", end);
      this.plot.removeEventListener("pointercancel", end);
      this.range = null;
      this.request();
    };
    this.plot.addEventListener("pointermove", move);
    this.plot.addEventListener("pointerup", end);
    this.plot.addEventListener("pointercancel", end);
  }

  private key(event: KeyboardEvent): void {
    const place = this.handles.indexOf(event.target as SVGCircleElement);
    if (place < 0) return;
    const { y, height } = this.scales();
    const step = handleStep((y.high - y.low) / (height - 58)) * (event.shiftKey ? 10 : 1);
    const moves: Record<string, () => void> = {
      ArrowUp: () => this.move(place, this.target[place] + step),
      ArrowRight: () => this.move(place, this.target[place] + step),
      ArrowDown: () => this.move(place, this.target[place] - step),
      ArrowLeft: () => this.move(place, this.target[place] - step),
      Home: () => this.move(place, y.low),
      End: () => this.move(place, y.high),
      PageDown: () => this.choose((place + 1) % this.target.length),
      PageUp: () => this.choose((place + this.target.length - 1) % this.target.length),
    };
    if (!Object.hasOwn(moves, event.key)) return;
    event.preventDefault();
    moves[event.key]();
  }

  private choose(place: number): void {
    this.point = place;
    this.handles[place].setAttribute("tabindex", "0");
    this.handles[place].focus();
    this.changed();
  }
}

function fresh(spec: string): Shown {
  return { spec, line: { slope: 0, intercept: Number.NaN }, mean: Number.NaN, low: Number.NaN, high: Number.NaN, certified: false, isLocal: false };
}
