import { type Chart, minima } from "minima:pages";
import golden from "../../../../../explorer/golden/atlas.json";
import scene from "../../../../../explorer/scenes/atlas.json";
import { type Fields, readNumber } from "../address";
import { Announcer, button, find, write } from "../dom";
import { engine, type EvaluationReply, type Formula, type LossReply, Refusal, Withdrawn } from "../engine";
import { type IsNewest, Newest } from "../newest";
import { Screen } from "../screen";
import { store } from "../store";
import { exportPanel } from "../widgets/exports";
import { predictFirst } from "../widgets/predict";
import { both, escape, labelled, number, say, type Words } from "../words";
import { type Axis, type Curve, curveOf, type Entry, keyOf } from "./atlas-curves";
import { atlasExports } from "./atlas-exports";

/** A chart tells six lines apart by colour and dash. */
const mostShown = 6;
const listed = 24;
const longestSearch = 100;
const alphaLow = -10;
const grid = Array.from({ length: 161 }, (_, i) => i / 10 - 8);
const traits = golden.traits as Record<string, Words>;
const holds = golden.holds as Record<string, string>;
const shapes: Record<string, Words> = {
  point: { en: "numbers, one by one", zh: "逐个数值" },
  row: { en: "rows of classes", zh: "每行一组类别" },
  box: { en: "boxes", zh: "边界框" },
  sum: { en: "sums over a batch", zh: "整批求和" },
  tensor: { en: "tensors", zh: "张量" },
};
const shapeOf = ({ shape }: Entry): string => Object.keys(shapes).find((one) => shape.toLowerCase().startsWith(one)) ?? "tensor";

interface Filters { q: string; family: string; task: string; trait: string; shape: string }

const noFilters: Filters = { q: "", family: "", task: "", trait: "", shape: "" };

/** All losses: searched, filtered, and drawn on common axes. */
export class Atlas extends Screen {
  readonly name = "atlas";
  private filters: Filters = { ...noFilters };
  private shown: string[] = [...scene.losses];
  private alpha = scene.alpha;
  private entries: Entry[] = [];
  private found: string[] | null = null;
  private searched = "";
  private room = listed;
  private curves: Curve[] = [];
  private problems = new Map<string, Words>();
  private drawn = "";
  private readonly drawing = new Newest((isNewest) => this.curvesOf(isNewest));
  private timer = 0;
  private charts = new Map<string, Chart[]>();
  private family = new Map<number, Formula>();
  private limit: Formula | undefined;
  private morph: Chart[] = [];
  private announcer!: Announcer;

  read(fields: Fields): string[] {
    const { q, family, task, trait, shape, show, alpha, ...unknown } = fields;
    const bad = Object.keys(unknown);
    const word = (name: string, text: string | undefined, isKnown: (one: string) => boolean): string => {
      if (text !== undefined && !isKnown(text)) bad.push(name);
      return text !== undefined && isKnown(text) ? text : "";
    };
    const isWord = (one: string): boolean => /^[a-z]{1,20}$/.test(one);
    this.filters = {
      q: word("q", q, (one) => one.length <= longestSearch),
      family: word("family", family, isWord),
      task: word("task", task, (one) => /^\d{1,4}$/.test(one)),
      trait: word("trait", trait, (one) => Object.hasOwn(traits, one)),
      shape: word("shape", shape, (one) => Object.hasOwn(shapes, one)),
    };
    const specs = show === undefined ? null : show.split(";").filter((one) => one !== "");
    if (specs && specs.length > mostShown) bad.push("show");
    this.shown = specs ? [...new Set(specs)].slice(0, mostShown) : [...scene.losses];
    const value = readNumber(alpha, alphaLow, 2);
    if (alpha !== undefined && value === null) bad.push("alpha");
    this.alpha = value ?? scene.alpha;
    return bad;
  }

  write(): Fields {
    const fields: Fields = {};
    for (const [name, value] of Object.entries(this.filters)) if (value !== "") fields[name] = value;
    if (this.shown.join(";") !== scene.losses.join(";")) fields.show = this.shown.join(";");
    if (this.alpha !== scene.alpha) fields.alpha = String(this.alpha);
    return fields;
  }

  protected build(body: HTMLElement): void {
    const select = (name: string, words: Words): string => `<label>${both(words)} <select name="${name}"><option value=""></option></select></label>`;
    body.innerHTML = `
      <div class="predict"></div>
      <div class="atlas-drawn">
        <div class="row chosen" role="group" ${labelled({ en: "Losses in the picture", zh: "图中的损失函数" })}></div>
        <div class="pictures"></div>
      </div>
      <p class="problem" role="status"></p>
      <fieldset class="controls filters"><legend>${both({ en: "Find a loss", zh: "查找损失函数" })}</legend>
        <label class="search">${both({ en: "Search", zh: "搜索" })} <input type="search" maxlength="${longestSearch}" spellcheck="false" autocomplete="off"></label>
        ${select("task", { en: "Task", zh: "任务" })}${select("family", { en: "Family", zh: "类别" })}${select("trait", { en: "Trait", zh: "性质" })}${select("shape", { en: "Works on", zh: "作用于" })}
      </fieldset>
      <p class="count" role="status"></p>
      <ul class="entries"></ul>
      <div class="row more"></div>
      <section class="card about" aria-live="polite"></section>
      <section class="below morph reveals"><h3>${both({ en: "One family: from the squared error to Welsch", zh: "一个损失族：从平方误差到 Welsch" })}</h3>
        <p>${both({ en: "Barron's general loss has one parameter alpha: 2 is the squared error, 1 pseudo-Huber, 0 Cauchy, −2 Geman-McClure; as alpha falls it goes to Welsch (dashed). The lower alpha, the less a far point pulls.", zh: "Barron 通用稳健损失只有一个参数 alpha：2 为平方误差，1 为伪 Huber，0 为 Cauchy，−2 为 Geman-McClure；alpha 继续减小时趋向 Welsch（虚线）。alpha 越小，远处的点拉力越弱。" })}</p>
        <div class="row"><label class="slider wide"><span>alpha <output class="alpha"></output></span><input class="alpha" type="range" min="${alphaLow}" max="2" step="0.1" ${labelled({ en: "alpha of Barron's general loss", zh: "Barron 通用稳健损失的 alpha" })}></label><span class="alphas"></span></div>
        <figure class="chart morph-value"><figcaption>${both({ en: "Loss over the residual", zh: "损失随残差的变化" })}</figcaption></figure>
        <figure class="chart morph-slope"><figcaption>${both({ en: "Gradient over the residual: the pull of a point", zh: "梯度随残差的变化，即一个点的拉力" })}</figcaption></figure>
        <p class="far"></p></section>
      <p class="visually-hidden live-text" aria-live="polite"></p>
      <div class="export"></div>`;
    this.announcer = new Announcer(find(body, ".live-text"));
    const search = find<HTMLInputElement>(body, "input[type=search]");
    search.addEventListener("input", () => this.filter({ q: search.value.trim() }));
    for (const one of body.querySelectorAll<HTMLSelectElement>(".filters select")) one.addEventListener("change", () => this.filter({ [one.name]: one.value }));
    find(body, ".more").append(button({ en: "Show more", zh: "显示更多" }, () => {
      this.room += 4 * listed;
      this.list();
    }));
    const slider = find<HTMLInputElement>(body, "input.alpha");
    slider.addEventListener("input", () => this.bend(slider.valueAsNumber));
    for (const alpha of scene.alphas) find(body, ".alphas").append(button(number(alpha), () => this.bend(alpha)));
    this.morph = [false, true].map((isSlope) => minima.chart(find(body, isSlope ? ".morph-slope" : ".morph-value"), () => ({
      x: { label: { en: "residual (prediction − target)", zh: "残差（预测值 − 目标值）" } },
      y: { label: isSlope ? { en: "gradient", zh: "梯度" } : { en: "loss", zh: "损失" } },
      height: 240,
      series: [[`alpha = ${number(this.alpha)}`, this.family.get(this.alpha)] as const, ["Welsch", this.limit] as const].flatMap(([name, formula], style) => (formula ? [{ name, kind: "line" as const, style, x: grid, y: grid.map((r) => (isSlope ? formula.slope(r, 0) : formula.value(r, 0))) }] : [])),
    })));
    predictFirst(find(body, ".predict"), find(body, ".atlas-drawn"), {
      text: { en: `A point lies ${scene.predict.residual} away from the prediction. Which of these losses gives it almost no pull?`, zh: `一个数据点与预测值相差 ${scene.predict.residual}。以下哪个损失函数几乎不给它拉力？` },
      answers: [{ en: "Squared error", zh: "平方误差" }, { en: "Absolute error", zh: "绝对误差" }, "log-cosh", "Welsch"].map((one) => (typeof one === "string" ? { en: one, zh: one } : one)),
      reply: async () => {
        const pulls = await Promise.all(scene.predict.losses.map(async (loss) => (await engine.ask<EvaluationReply>("evaluate", { loss, prediction: [scene.predict.residual], target: [0] })).gradient[0]));
        const [squared, absolute, logCosh, welsch] = pulls.map((one) => number(one, 3));
        return { right: scene.predict.right, text: { en: `Gradients: squared error ${squared}, absolute error ${absolute}, log-cosh ${logCosh}, Welsch ${welsch}. The second and third are bounded; Welsch's goes back to 0.`, zh: `梯度：平方误差 ${squared}，绝对误差 ${absolute}，log-cosh ${logCosh}，Welsch ${welsch}。第二、第三个有界，Welsch 的则回到 0。` } };
      },
    }, store.isLinked);
    exportPanel(find(body, ".export"), atlasExports(() => ({ curves: this.curves, search: this.filters.q })));
    void this.load();
    void this.bent();
  }

  private async load(): Promise<void> {
    try {
      this.entries = (await engine.ask<{ losses: Entry[] }>("catalogue", {})).losses;
    } catch (problem) {
      if (problem instanceof Withdrawn || problem instanceof Refusal) return;
      throw problem;
    }
    const fill = (name: string, options: [string, Words][]): void => {
      const select = find<HTMLSelectElement>(this, `select[name=${name}]`);
      for (const [value, words] of options) {
        const option = new Option(say(words), value);
        Object.assign(option.dataset, { en: words.en, zh: words.zh });
        select.append(option);
      }
    };
    const distinct = (pairs: [string, Words][]): [string, Words][] => [...new Map(pairs)];
    fill("task", distinct(this.entries.filter(({ task }) => task > 0).map((one): [string, Words] => [String(one.task), one.taskName])));
    fill("family", distinct(this.entries.map((one): [string, Words] => [one.family, one.familyName])));
    fill("trait", Object.entries(traits));
    fill("shape", Object.entries(shapes));
    this.dataset.losses = String(this.entries.length);
    this.show();
  }

  private filter(change: Partial<Filters>): void {
    this.filters = { ...this.filters, ...change };
    this.room = listed;
    this.changed();
  }

  private bend(alpha: number): void {
    this.alpha = alpha;
    this.changed();
  }

  protected show(): void {
    if (!this.announcer) return;
    const search = find<HTMLInputElement>(this, "input[type=search]");
    if (document.activeElement !== search) search.value = this.filters.q;
    for (const select of this.querySelectorAll<HTMLSelectElement>(".filters select")) {
      for (const option of select.options) option.textContent = option.value === "" ? say({ en: "any", zh: "不限" }) : say({ en: option.dataset.en ?? "", zh: option.dataset.zh ?? "" });
      select.value = this.filters[select.name as keyof Filters];
    }
    const slider = find<HTMLInputElement>(this, "input.alpha");
    if (document.activeElement !== slider) slider.value = String(this.alpha);
    slider.setAttribute("aria-valuetext", number(this.alpha));
    find(this, "output.alpha").textContent = number(this.alpha);
    void this.bent();
    if (this.entries.length === 0) return;
    this.draw();
    if (this.filters.q === this.searched) return this.list();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.search(), 120);
  }

  /** The library searches as the command does: names, search words in both languages, topics. */
  private async search(): Promise<void> {
    const { q } = this.filters;
    try {
      const found = q === "" ? null : (await engine.ask<{ losses: string[] }>("catalogue", { search: q }, "atlas search")).losses;
      if (q !== this.filters.q) return;
      this.found = found;
      this.searched = q;
      this.list();
    } catch (problem) {
      if (!(problem instanceof Withdrawn || problem instanceof Refusal)) throw problem;
    }
  }

  private list(): void {
    const { family, task, trait, shape } = this.filters;
    const byKey = new Map(this.entries.map((one) => [one.key, one]));
    const ordered = this.found ? this.found.map((key) => byKey.get(key)!) : this.entries;
    const kept = ordered.filter((one) => (family === "" || one.family === family) && (task === "" || one.task === Number(task)) && (shape === "" || shapeOf(one) === shape) && (trait === "" || (holds[one.key] ?? "").split(" ").includes(trait)));
    write(find(this, ".count"), { en: `${kept.length} of ${this.entries.length} losses${trait === "" ? "" : "; traits are derived of losses over single numbers only"}`, zh: `${this.entries.length} 个损失函数中的 ${kept.length} 个${trait === "" ? "" : "；只对逐个数值的损失推导性质"}` });
    const list = find(this, ".entries");
    const focused = (document.activeElement as HTMLElement | null)?.dataset.key;
    list.replaceChildren(...kept.slice(0, this.room).map((one) => {
      const item = document.createElement("li");
      const isShown = this.shown.some((spec) => keyOf(spec) === one.key);
      const choose = button("", () => this.toggle(one));
      choose.dataset.key = one.key;
      choose.setAttribute("aria-pressed", String(isShown));
      choose.innerHTML = `<strong>${both(one.name)}</strong> <code>${escape(one.key)}</code><span class="summary">${both(one.summary)}</span>`;
      item.append(choose);
      return item;
    }));
    if (focused) list.querySelector<HTMLElement>(`[data-key="${focused}"]`)?.focus();
    find(this, ".more").hidden = kept.length <= this.room;
    this.dataset.found = kept.slice(0, 3).map(({ key }) => key).join();
    this.dataset.searched = this.searched;
  }

  private toggle(entry: Entry): void {
    const kept = this.shown.filter((spec) => keyOf(spec) !== entry.key);
    if (kept.length < this.shown.length) this.shown = kept;
    else if (entry.curve || entry.rows) this.shown = [...this.shown, entry.key].slice(-mostShown);
    void this.about(entry);
    this.changed();
  }

  private async about(entry: Entry): Promise<void> {
    const card = find(this, ".about");
    const head = `<h3>${both(entry.name)} <code>${escape(entry.key)}</code></h3><p>${both(entry.summary)}</p><p><strong>${both({ en: "Use it when", zh: "适用于" })}</strong> ${both(entry.use)}</p>`;
    const tail = `<p class="note">${both(entry.curve || entry.rows ? { en: "More:", zh: "更多：" } : { en: "It is no function of one number, so no curve is drawn. More:", zh: "它不是单个数的函数，因此不画曲线。更多：" })} <code>minima explain ${escape(entry.key)}</code></p>`;
    card.innerHTML = head + tail;
    card.dataset.key = entry.key;
    if (!entry.curve) return;
    try {
      const { formula } = await engine.ask<LossReply>("loss", { loss: entry.key, forms: true }, "atlas about");
      const known = (holds[entry.key] ?? "").split(" ").filter((trait) => trait !== "").map((trait) => traits[trait]);
      if (card.dataset.key === entry.key) card.innerHTML = `${head}<div class="scroll formula" tabindex="0" role="region" ${labelled({ en: "Formula", zh: "公式" })}>${formula?.mathml ?? ""}</div>${known.length > 0 ? `<p><strong>${both({ en: "Proved or searched without a counter-example:", zh: "已证明，或搜索未见反例：" })}</strong> ${both({ en: known.map(({ en }) => en).join("; "), zh: known.map(({ zh }) => zh).join("；") })}</p>` : ""}${tail}`;
    } catch (problem) {
      if (!(problem instanceof Withdrawn || problem instanceof Refusal)) throw problem;
    }
  }

  private draw(): void {
    const wanted = this.shown.join(";");
    if (wanted === this.drawn) return this.update();
    this.drawn = wanted;
    this.dataset.drawn = "";
    this.drawing.begin();
  }

  private async curvesOf(isNewest: IsNewest): Promise<void> {
    const byKey = new Map(this.entries.map((one) => [one.key, one]));
    const [curves, problems]: [Curve[], Map<string, Words>] = [[], new Map()];
    for (const spec of this.shown) {
      try {
        const entry = byKey.get(keyOf(spec));
        if (!entry) throw new Refusal({ en: `No loss has the key ${keyOf(spec)}.`, zh: `没有键为 ${keyOf(spec)} 的损失函数。` }, undefined);
        curves.push(await curveOf(spec, entry));
      } catch (problem) {
        if (!(problem instanceof Refusal)) throw problem;
        problems.set(spec, problem.words);
      }
      if (!isNewest()) return;
    }
    [this.curves, this.problems] = [curves, problems];
    this.update();
    this.dataset.drawn = this.drawn;
    this.announcer.say(curves.map(({ spec }) => spec).join(", "));
  }

  /** One pair of charts for each axis. */
  private update(): void {
    const axes = new Map<string, Axis>(this.curves.map(({ axis }) => [axis.id, axis]));
    const holder = find(this, ".pictures");
    for (const [id, charts] of this.charts) {
      if (axes.has(id)) continue;
      charts.length = 0;
      this.charts.delete(id);
      holder.querySelector(`[data-axis="${CSS.escape(id)}"]`)?.remove();
    }
    for (const axis of axes.values()) {
      if (!this.charts.has(axis.id)) {
        const pair = document.createElement("div");
        pair.className = "pair";
        pair.dataset.axis = axis.id;
        pair.innerHTML = `<figure class="chart"><figcaption>${both({ en: "Loss", zh: "损失" })}</figcaption></figure><figure class="chart"><figcaption>${both({ en: "Gradient", zh: "梯度" })}</figcaption></figure>`;
        holder.append(pair);
        this.charts.set(axis.id, [...pair.querySelectorAll("figure")].map((figure, isSlope) => minima.chart(figure, () => ({
          x: { label: axis.label },
          y: { label: this.labelOf(axis, isSlope === 1) },
          height: 260,
          series: this.curves.flatMap((curve) => (curve.axis.id === axis.id ? [{ name: curve.spec, kind: "line" as const, style: this.shown.indexOf(curve.spec), x: curve.x, y: isSlope ? curve.slope : curve.value }] : [])),
        }))));
      }
      for (const chart of this.charts.get(axis.id)!) chart.update();
    }
    const chosen = find(this, ".chosen");
    chosen.replaceChildren(...this.shown.map((spec) => {
      const remove = button(`${spec} ×`, () => {
        this.shown = this.shown.filter((one) => one !== spec);
        this.changed();
        find(this, "input[type=search]").focus();
      });
      remove.setAttribute("aria-label", `${say({ en: "Remove", zh: "移除" })} ${spec}`);
      return remove;
    }));
    write(find(this, ".problem"), { en: [...this.problems.values()].map(({ en }) => en).join(" "), zh: [...this.problems.values()].map(({ zh }) => zh).join("") });
  }

  /** A single curve has no legend; its axis names it. */
  private labelOf(axis: Axis, isSlope: boolean): Words {
    const words = isSlope ? { en: "gradient", zh: "梯度" } : { en: "loss", zh: "损失" };
    const own = this.curves.filter((curve) => curve.axis.id === axis.id);
    return own.length === 1 ? { en: `${words.en}: ${own[0].spec}`, zh: `${words.zh}：${own[0].spec}` } : words;
  }

  private async bent(): Promise<void> {
    const { alpha } = this;
    try {
      this.limit ??= await engine.formula(scene.limit);
      if (!this.family.has(alpha)) this.family.set(alpha, await engine.formula(`${scene.family}:alpha=${alpha}`));
    } catch (problem) {
      if (problem instanceof Withdrawn || problem instanceof Refusal) return;
      throw problem;
    }
    if (alpha !== this.alpha) return;
    for (const chart of this.morph) chart.update();
    const pull = this.family.get(alpha)!.slope(scene.predict.residual, 0);
    Object.assign(this.dataset, { alpha: String(alpha), pull: String(pull) });
    write(find(this, ".far"), { en: `A point at residual ${scene.predict.residual} pulls with ${number(pull, 4)}; under Welsch with ${number(this.limit.slope(scene.predict.residual, 0), 4)}.`, zh: `残差为 ${scene.predict.residual} 的点拉力为 ${number(pull, 4)}；Welsch 下为 ${number(this.limit.slope(scene.predict.residual, 0), 4)}。` });
  }
}
