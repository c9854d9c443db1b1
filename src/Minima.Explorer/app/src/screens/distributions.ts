import scene from "../../../../../explorer/scenes/distributions.json";
import { type Fields, readNumber, readNumbers } from "../address";
import { Announcer, button, find, write } from "../dom";
import { engine, type EvaluationReply, type TensorsReply } from "../engine";
import { type IsNewest, Newest } from "../newest";
import { axes, polyline, scale } from "../plot";
import { Screen } from "../screen";
import { store } from "../store";
import { exportPanel } from "../widgets/exports";
import { predictFirst } from "../widgets/predict";
import { both, labelled, number, say, type Words } from "../words";
import { Bars } from "./distributions-bars";
import { distributionsExports } from "./distributions-exports";
import { type Modes, TwoModes } from "./distributions-modes";

export type Measure = "forward" | "reverse" | "symmetric" | "transport" | "cross" | "entropy";

const [first] = scene.presets;
const opening: Modes = { gap: scene.modes.gap, mix: scene.modes.mix, mean: scene.modes.own[0], deviation: scene.modes.own[1] };
const names: Record<Measure, Words> = {
  forward: { en: "KL(p‖q): q in place of p", zh: "KL(p‖q)：用 q 代替 p" },
  reverse: { en: "KL(q‖p): the other way round", zh: "KL(q‖p)：反向" },
  symmetric: { en: "Jensen-Shannon", zh: "Jensen–Shannon 散度" },
  transport: { en: "Wasserstein: how far the mass moves, in bars", zh: "Wasserstein 距离：概率质量平均移动多少个柱" },
  cross: { en: "cross-entropy of q under p", zh: "交叉熵 CE(p, q)" },
  entropy: { en: "entropy of p", zh: "p 的熵 H(p)" },
};
const keys: Record<Measure, string> = { forward: scene.measures.forward, reverse: scene.measures.reverse, symmetric: scene.measures.symmetric, transport: scene.measures.transport, cross: scene.measures.entropy, entropy: `${scene.measures.entropy} (q = p)` };

/** Divergences between two distributions. */
export class Distributions extends Screen {
  readonly name = "distributions";
  private p: number[] = [...first.p];
  private q: number[] = [...first.q];
  private modes: Modes = { ...opening };
  private values: Partial<Record<Measure, number>> = {};
  /** From p to q in steps: cross-entropy and divergence, as the library computes them. */
  private path: { cross: number; forward: number }[] = [];
  private asked = "";
  private readonly measuring = new Newest((isNewest) => this.measure(isNewest));
  private bars!: Bars;
  private twoModes!: TwoModes;
  private announcer!: Announcer;

  read(fields: Fields): string[] {
    const { p, q, gap, mix, m, s, ...unknown } = fields;
    const bad = Object.keys(unknown);
    const bars = (name: string, text: string | undefined): number[] | null => {
      const values = readNumbers(text, 8, 100);
      const fits = values !== null && values.length >= 2 && values.every((one) => Number.isInteger(one) && one >= 0) && values.reduce((a, b) => a + b, 0) === 100;
      if (text !== undefined && !fits) bad.push(name);
      return fits ? values : null;
    };
    const [readP, readQ] = [bars("p", p), bars("q", q)];
    this.p = readP ?? [...first.p];
    this.q = readQ ?? [...first.q];
    if (this.p.length !== this.q.length) {
      bad.push(readP ? "p" : "q");
      [this.p, this.q] = [[...first.p], [...first.q]];
    }
    const take = (name: string, text: string | undefined, low: number, high: number, otherwise: number): number => {
      const value = readNumber(text, low, high);
      if (text !== undefined && value === null) bad.push(name);
      return value ?? otherwise;
    };
    this.modes = { gap: take("gap", gap, 0, 8, opening.gap), mix: take("mix", mix, 0.01, 0.99, opening.mix), mean: take("m", m, -6, 6, opening.mean), deviation: take("s", s, 0.1, 5, opening.deviation) };
    return bad;
  }

  write(): Fields {
    const fields: Fields = {};
    if (String(this.p) !== String(first.p)) fields.p = this.p.join(",");
    if (String(this.q) !== String(first.q)) fields.q = this.q.join(",");
    for (const [name, key] of [["gap", "gap"], ["mix", "mix"], ["m", "mean"], ["s", "deviation"]] as const) if (this.modes[key] !== opening[key]) fields[name] = String(this.modes[key]);
    return fields;
  }

  protected build(body: HTMLElement): void {
    body.innerHTML = `
      <div class="predict"></div>
      <div class="row presets" role="group" ${labelled({ en: "Examples", zh: "示例" })}></div>
      <figure class="card drawn distributions">
        <figcaption>${both({ en: "Drag the tops of the bars: p filled, q hatched. Bars of a distribution sum to 100 %, so that the others make room.", zh: "拖动柱顶：p 为实心，q 为斜线。每个分布的柱之和为 100 %，拖动一个时其余的柱相应让位。" })}</figcaption>
        <div class="plot"></div>
        <p class="hint">${both({ en: "Keyboard: Tab to a bar, arrow keys move it by 1 %, with Shift by 10 %.", zh: "键盘操作：用 Tab 选中柱，方向键每次移动 1 %，按住 Shift 每次移动 10 %。" })}</p>
      </figure>
      <div class="scroll results measures" tabindex="0" role="region" ${labelled({ en: "Divergences", zh: "散度" })}><table><thead><tr><th scope="col">${both({ en: "Measure", zh: "度量" })}</th><th scope="col">${both({ en: "Loss", zh: "损失函数" })}</th><th scope="col" class="number">${both({ en: "Value", zh: "值" })}</th></tr></thead><tbody></tbody></table></div>
      <p class="visually-hidden live-text" aria-live="polite"></p>
      <section class="below sum"><h3>${both({ en: "Cross-entropy = entropy + divergence", zh: "交叉熵 = 熵 + KL 散度" })}</h3>
        <p>${both({ en: "The second distribution moves from p (left) to q (right). The entropy of p does not depend on it, so that cross-entropy and KL(p‖q) have the same gradient.", zh: "第二个分布从 p（左）逐步变到 q（右）。p 的熵与它无关，因此交叉熵与 KL(p‖q) 的梯度相同。" })}</p>
        <figure class="card drawn areas"><div class="plot"></div><p class="rest"></p></figure></section>
      <div class="modes-section"></div>
      <div class="card explain below"><h3>${both({ en: "What you see", zh: "解读" })}</h3>
        <p>${both({ en: "KL(p‖q) is infinite as soon as q has an empty bar where p has none: an event that happens was called impossible. KL(q‖p) stays finite there, and the Jensen-Shannon divergence never exceeds log 2 = 0.6931.", zh: "只要 q 在 p 不为零的地方为零，KL(p‖q) 就是无穷大：会发生的事件被判为不可能。此时 KL(q‖p) 仍然有限，而 Jensen–Shannon 散度不超过 log 2 = 0.6931。" })}</p>
        <p>${both({ en: "These three compare bar by bar and do not know which bars are neighbours. The Wasserstein distance does: mass that has to move twice as far costs twice as much.", zh: "这三种散度逐柱比较，不考虑哪些柱相邻；Wasserstein 距离则考虑：质量移动的距离加倍，代价也加倍。" })}</p></div>
      <div class="export"></div>`;
    this.announcer = new Announcer(find(body, ".live-text"));
    this.bars = new Bars(find(body, ".distributions .plot"), (side, bars) => {
      this[side] = bars;
      this.changed();
    });
    const titles: Words[] = [{ en: "Six bars", zh: "六个柱" }, { en: "(0.5, 0.5) against (0.4, 0.6)", zh: "(0.5, 0.5) 与 (0.4, 0.6)" }, { en: "An empty bar", zh: "有一个柱为零" }];
    scene.presets.forEach((preset, i) => find(body, ".presets").append(button(titles[i], () => {
      [this.p, this.q] = [[...preset.p], [...preset.q]];
      this.changed();
    })));
    this.twoModes = new TwoModes(find(body, ".modes-section"), (modes) => {
      this.modes = modes;
      this.changed();
    });
    predictFirst(find(body, ".predict"), find(body, "figure.distributions"), {
      text: { en: "p = (0.5, 0.5), and q = (1, 0) has an empty bar. Which divergence is infinite?", zh: "p = (0.5, 0.5)，q = (1, 0) 有一个柱为零。哪个散度是无穷大？" },
      answers: ["KL(p‖q)", "KL(q‖p)", { en: "both", zh: "两个都是" }, { en: "neither", zh: "都不是" }].map((one) => (typeof one === "string" ? { en: one, zh: one } : one)),
      reply: async () => {
        const { p, q } = scene.presets[scene.predict.preset];
        const { forward, reverse, symmetric } = await measures(p, q);
        return { right: scene.predict.right, text: { en: `KL(p‖q) = ${number(forward)}, KL(q‖p) = ${number(reverse)}, Jensen-Shannon ${number(symmetric)}.`, zh: `KL(p‖q) = ${number(forward)}，KL(q‖p) = ${number(reverse)}，Jensen–Shannon 散度为 ${number(symmetric)}。` } };
      },
    }, store.isLinked);
    exportPanel(find(body, ".export"), distributionsExports(() => ({ p: this.p, q: this.q, modes: this.modes, values: this.values })));
    new ResizeObserver(() => {
      this.bars.show(this.p, this.q);
      this.areas();
    }).observe(find(body, ".distributions .plot"));
  }

  protected show(): void {
    if (!this.bars) return;
    this.bars.show(this.p, this.q);
    this.twoModes.show(this.modes);
    const state = `${this.p} ${this.q}`;
    if (state !== this.asked) {
      this.asked = state;
      this.dataset.state = "";
      this.measuring.begin();
    }
    this.table();
    this.areas();
  }

  private async measure(isNewest: IsNewest): Promise<void> {
    const values = await measures(this.p, this.q, "distributions");
    if (!isNewest()) return;
    const steps = Array.from({ length: scene.steps + 1 }, (_, i) => i / scene.steps);
    const share = shares(this.p);
    const between = steps.flatMap((s) => shares(this.q).map((one, k) => Math.log((1 - s) * share[k] + s * one)));
    const targets = steps.flatMap(() => share);
    const [cross, forward] = await Promise.all([scene.measures.entropy, scene.measures.forward].map((loss) => engine.ask<EvaluationReply>("evaluate", { loss, prediction: sent(between), target: targets, rows: steps.length }, `path ${loss}`)));
    if (!isNewest()) return;
    this.values = values;
    this.path = steps.map((_, i) => ({ cross: cross.terms[i], forward: forward.terms[i] }));
    this.dataset.state = this.asked;
    this.table();
    this.areas();
    this.announcer.say(`KL(p‖q) ${number(values.forward)}, KL(q‖p) ${number(values.reverse)}`);
  }

  private table(): void {
    find(this, ".measures tbody").innerHTML = (Object.keys(names) as Measure[]).map((measure) => `<tr data-measure="${measure}" data-value="${this.values[measure] ?? ""}"><th scope="row">${both(names[measure])}</th><td><code>${keys[measure]}</code></td><td class="number">${this.values[measure] === undefined ? "…" : number(this.values[measure]!)}</td></tr>`).join("");
  }

  /** Entropy and divergence, one on the other; their sum is the cross-entropy. */
  private areas(): void {
    const plot = find(this, ".areas .plot");
    const { entropy } = this.values;
    const finite = this.path.map((one, i) => ({ ...one, at: i / scene.steps })).filter(({ cross, forward }) => Number.isFinite(cross) && Number.isFinite(forward));
    if (entropy === undefined || finite.length === 0) return;
    const width = Math.max(280, plot.clientWidth || 600);
    const height = width < 500 ? 240 : 280;
    const [x, y] = [scale(0, 1, 42, width - 12), scale(0, 1.15 * Math.max(...finite.map(({ cross }) => cross), 0.1), height - 40, 18)];
    const top = finite.map(({ at, forward }) => [x(at), y(entropy + forward)] as const);
    const end = x(finite[finite.length - 1].at);
    const last = finite[finite.length - 1];
    plot.innerHTML = `<svg viewBox="0 0 ${width} ${height}" role="img" ${labelled({ en: `Entropy ${number(entropy)} and divergence ${number(last.forward)}, stacked to the cross-entropy ${number(last.cross)}`, zh: `熵 ${number(entropy)} 与 KL 散度 ${number(last.forward)} 叠加为交叉熵 ${number(last.cross)}` })}>${axes(x, y, { x: say({ en: "from p to q", zh: "从 p 到 q" }), y: "" }, { x: 5, y: 5 })}
      <path class="s0 area" d="M${x(0)} ${y(0)}V${y(entropy).toFixed(2)}H${end.toFixed(2)}V${y(0)}Z"/><path class="s1 area" d="${polyline(top)}V${y(entropy).toFixed(2)}H${x(0)}Z"/><path class="s2 curve" d="${polyline(finite.map(({ at, cross }) => [x(at), y(cross)] as const))}"/>
      <text class="title" x="${x(0.04)}" y="${(y(entropy / 2) + 4).toFixed(1)}">H(p) = ${number(entropy, 5)}</text><text class="title" text-anchor="end" x="${x(0.98)}" y="${(y(last.cross) - 8).toFixed(1)}">CE = H + KL = ${number(this.values.cross ?? last.cross, 5)}</text></svg>`;
    const rest = Math.max(...finite.map(({ cross, forward }) => Math.abs(cross - entropy - forward)));
    const shown = find(this, ".rest");
    shown.dataset.rest = String(rest);
    write(shown, { en: `Lower area: entropy H(p). Upper area: KL(p‖q). Line: cross-entropy. The largest |CE − H − KL| of ${finite.length} steps is ${number(rest, 2)}.`, zh: `下方区域：熵 H(p)；上方区域：KL(p‖q)；曲线：交叉熵。${finite.length} 个位置上 |CE − H − KL| 的最大值为 ${number(rest, 2)}。` });
  }
}

const shares = (bars: readonly number[]): number[] => bars.map((one) => one / 100);

/** JSON has no infinity. */
const sent = (values: readonly number[]): (number | string)[] => values.map((one) => (Number.isFinite(one) ? one : String(one)));

/** A hundred numbers with the histogram of the bars. */
const sample = (bars: readonly number[]): number[] => bars.flatMap((count, k) => new Array<number>(count).fill(k + 1));

/** What the library computes of two histograms of whole per cents. */
async function measures(p: readonly number[], q: readonly number[], kind?: string): Promise<Record<Measure, number>> {
  const { forward, reverse, symmetric, transport, entropy } = scene.measures;
  const [target, other] = [shares(p), shares(q)];
  const [logP, logQ] = [sent(target.map(Math.log)), sent(other.map(Math.log))];
  const ask = async (name: string, loss: string, prediction: readonly (number | string)[], truth: readonly (number | string)[]): Promise<number> =>
    (await engine.ask<EvaluationReply>("evaluate", { loss, prediction, target: truth, rows: 1 }, kind && `${kind} ${name}`)).value;
  const [a, b, c, d, e, f] = await Promise.all([
    ask("forward", forward, logQ, target),
    ask("reverse", reverse, logQ, logP),
    ask("symmetric", symmetric, other, target),
    engine.ask<TensorsReply>("tensors", { loss: transport, inputs: { prediction: sample(q), target: sample(p) } }, kind && `${kind} transport`).then(({ value }) => value),
    ask("cross", entropy, logQ, target),
    ask("entropy", entropy, logP, target),
  ]);
  return { forward: a, reverse: b, symmetric: c, transport: d, cross: e, entropy: f };
}
