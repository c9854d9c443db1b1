import { type Chart, minima } from "minima:pages";
import scene from "../../../../../explorer/scenes/distributions.json";
import { find, setSlider, slider } from "../dom";
import { engine, type EvaluationReply, Refusal, Withdrawn } from "../engine";
import { nelderMead } from "../nelder-mead";
import { key } from "../plot";
import { both, labelled, number, type Words } from "../words";

export interface Modes { gap: number; mix: number; mean: number; deviation: number }

/** A normal distribution that should match one with two modes, on a grid. */
interface Candidate { name: Words; mean: number; deviation: number; forward?: number; reverse?: number }

const [low, high, count] = scene.modes.grid;
const grid = Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
const step = (high - low) / (count - 1);

function normalized(logs: readonly number[]): number[] {
  const top = Math.max(...logs);
  const sum = top + Math.log(logs.reduce((total, one) => total + Math.exp(one - top), 0));
  return logs.map((one) => one - sum);
}

/** Log-probabilities of a normal distribution on the grid. */
export const bell = (mean: number, deviation: number): number[] => normalized(grid.map((x) => -(((x - mean) / deviation) ** 2) / 2));

export function target({ gap, mix }: Modes): number[] {
  const parts = [[mix, -gap / 2], [1 - mix, gap / 2]] as const;
  return normalized(grid.map((x) => {
    const logs = parts.map(([share, mean]) => Math.log(share) - (((x - mean) / scene.modes.deviation) ** 2) / 2);
    const top = Math.max(...logs);
    return top + Math.log(logs.reduce((sum, one) => sum + Math.exp(one - top), 0));
  }));
}

const divergence = (p: readonly number[], q: readonly number[]): number => p.reduce((sum, one, i) => sum + Math.exp(one) * (one - q[i]), 0);

/** Covering against seeking: which normal distribution each direction of the divergence chooses. */
export class TwoModes {
  private candidates: Candidate[] = [];
  private modes!: Modes;
  private p: number[] = [];
  private shown = "";
  private round = 0;
  private readonly chart: Chart;

  constructor(private readonly holder: HTMLElement, changed: (modes: Modes) => void) {
    holder.innerHTML = `<section class="below"><h3>${both({ en: "Covering and seeking", zh: "覆盖与寻峰" })}</h3>
      <p>${both({ en: "p has two modes; q is one normal distribution. KL(p‖q) is large wherever p is and q is not, so that its best q covers both modes. KL(q‖p) is large wherever q is and p is not, so that its best q sits in one mode; which one depends on the start.", zh: "p 有两个峰，q 是一个正态分布。凡是 p 有而 q 没有的地方，KL(p‖q) 都很大，因此它选出的 q 覆盖两个峰；凡是 q 有而 p 没有的地方，KL(q‖p) 都很大，因此它选出的 q 只落在一个峰上，具体落在哪个峰取决于起点。" })}</p>
      <fieldset class="controls sliders"><legend>${both({ en: "Two modes and your own q", zh: "双峰分布与自选的 q" })}</legend>${slider("gap", { en: "distance of the modes", zh: "两峰距离" }, 0, 8, 0.1)}${slider("mix", { en: "share of the left mode", zh: "左峰所占比例" }, 0.05, 0.95, 0.05)}${slider("mean", { en: "mean of your q", zh: "自选 q 的均值" }, -6, 6, 0.1)}${slider("deviation", { en: "deviation of your q", zh: "自选 q 的标准差" }, 0.2, 5, 0.1)}</fieldset>
      <figure class="chart modes"><figcaption>${both({ en: "Densities", zh: "概率密度" })}</figcaption></figure>
      <div class="scroll results modes" tabindex="0" role="region" ${labelled({ en: "Divergences of the four q", zh: "四个 q 的散度" })}><table><thead><tr><th scope="col">q</th><th scope="col" class="number">${both({ en: "Mean", zh: "均值" })}</th><th scope="col" class="number">${both({ en: "Deviation", zh: "标准差" })}</th><th scope="col" class="number">KL(p‖q)</th><th scope="col" class="number">KL(q‖p)</th></tr></thead><tbody></tbody></table></div></section>`;
    for (const name of ["gap", "mix", "mean", "deviation"] as const) {
      const input = find<HTMLInputElement>(holder, `input.${name}`);
      input.addEventListener("input", () => changed({ ...this.modes, [name]: input.valueAsNumber }));
    }
    this.chart = minima.chart(find(holder, "figure.modes"), () => ({
      x: { label: "x" },
      from: -10,
      to: 10,
      y: { label: { en: "density", zh: "密度" } },
      height: 280,
      includeZero: "y",
      series: [{ name: "p", kind: "line" as const, style: 0, x: grid, y: this.p.map((one) => Math.exp(one) / step) }, ...this.candidates.map((one, k) => ({ name: one.name, kind: "line" as const, style: k + 1, x: grid, y: bell(one.mean, one.deviation).map((log) => Math.exp(log) / step) }))],
    }));
  }

  show(modes: Modes): void {
    this.modes = modes;
    for (const name of ["gap", "mix", "mean", "deviation"] as const) setSlider(this.holder, name, modes[name], number(modes[name]));
    const state = Object.values(modes).join();
    if (state === this.shown) return this.draw();
    this.shown = state;
    this.p = target(modes);
    const best = (value: (q: readonly number[]) => number, mean: number): { mean: number; deviation: number } => {
      const [found, log] = nelderMead(([m, s]) => value(bell(m, Math.exp(s))), [mean, 0], 0.3);
      return { mean: found, deviation: Math.exp(log) };
    };
    const seek = (q: readonly number[]): number => divergence(q, this.p);
    this.candidates = [
      { name: { en: "covers: least KL(p‖q)", zh: "覆盖：KL(p‖q) 最小" }, ...best((q) => divergence(this.p, q), 0) },
      { name: { en: "seeks, from the left: least KL(q‖p)", zh: "寻峰（从左出发）：KL(q‖p) 最小" }, ...best(seek, -modes.gap / 2) },
      { name: { en: "seeks, from the right", zh: "寻峰（从右出发）" }, ...best(seek, modes.gap / 2) },
      { name: { en: "your q", zh: "自选的 q" }, mean: modes.mean, deviation: modes.deviation },
    ];
    this.draw();
    void this.measure();
  }

  /** The library computes both divergences of all four. */
  private async measure(): Promise<void> {
    const round = ++this.round;
    const rows = this.candidates.length;
    const prediction = this.candidates.flatMap((one) => bell(one.mean, one.deviation));
    const logs = this.candidates.flatMap(() => this.p);
    try {
      const forward = await engine.ask<EvaluationReply>("evaluate", { loss: scene.measures.forward, prediction, target: logs.map(Math.exp), rows }, "modes forward");
      const reverse = await engine.ask<EvaluationReply>("evaluate", { loss: scene.measures.reverse, prediction, target: logs, rows }, "modes reverse");
      if (round !== this.round) return;
      this.candidates.forEach((one, k) => ([one.forward, one.reverse] = [forward.terms[k], reverse.terms[k]]));
      this.draw();
    } catch (problem) {
      if (!(problem instanceof Withdrawn || problem instanceof Refusal)) throw problem;
    }
  }

  private draw(): void {
    this.chart.update();
    find(this.holder, ".results tbody").innerHTML = this.candidates.map((one, k) => `<tr data-mean="${one.mean}" data-deviation="${one.deviation}" data-forward="${one.forward ?? ""}" data-reverse="${one.reverse ?? ""}"><th scope="row">${key(k + 1)}${both(one.name)}</th>${[one.mean, one.deviation, one.forward, one.reverse].map((value) => `<td class="number">${value === undefined ? "…" : number(value, 4)}</td>`).join("")}</tr>`).join("");
  }
}
