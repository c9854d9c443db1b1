import { type Chart, minima, type Series } from "minima:pages";
import { find } from "../../dom";
import { both, type Words } from "../../words";
import type { Race } from "./race";

const names = ["A", "B"];
/** A chart draws at most so many points of a curve. */
const mostPoints = 250;

/** How both trainings went: score, loss, who carries the loss, and the gradients of the layers. */
export class Curves {
  private readonly charts: Chart[];
  private races: readonly Race[] = [];
  private step = 0;
  private goal = 0;

  constructor(holder: HTMLElement) {
    const figure = (name: string, title: Words, small?: Words): string => `<figure class="chart ${name}"><figcaption>${both(title)}${small ? `<small>${both(small)}</small>` : ""}</figcaption></figure>`;
    holder.innerHTML = `<div class="charts below">${figure("score", { en: "Unseen rows: how much is right", zh: "未见样本的得分" }, { en: "Classes: the share that is right, the mean over both. Numbers: the share of the best constant's absolute error that is gone.", zh: "分类：正确率（两类平均）；回归：相对最优常数消除的绝对误差比例。" })}
      ${figure("loss", { en: "Training loss", zh: "训练损失" }, { en: "Each loss in its own units", zh: "各损失函数单位不同" })}
      ${figure("shares", { en: "Who carries the loss", zh: "损失来自哪些样本" }, { en: "Training rows from the largest loss down, and how much of the loss they add up to", zh: "训练样本按损失从大到小累计所占的损失比例" })}
      ${figure("gradients", { en: "Size of the gradient, layer by layer", zh: "各层梯度的范数" }, { en: "Layer 1 is next to the input", zh: "第 1 层最靠近输入" })}</div>`;
    const step = { label: { en: "step", zh: "步数" } };
    const chart = (name: string, y: Words, series: () => Series[], further: object = {}): Chart => minima.chart(find(holder, `figure.${name}`), () => ({ x: step, y: { label: y }, height: 240, series: series(), ...further }));
    const each = (of: (race: Race) => ArrayLike<number>): Series[] => this.races.map((race, style) => ({ name: names[style], kind: "line" as const, style, ...path(of(race), this.step) }));
    this.charts = [
      chart("score", { en: "score", zh: "得分" }, () => [
        ...each(({ scores }) => scores),
        { name: { en: "goal", zh: "目标" }, kind: "line" as const, style: 5, x: [0, Math.max(1, this.step)], y: [this.goal, this.goal] },
      ]),
      chart("loss", { en: "loss", zh: "损失" }, () => each(({ losses }) => losses).map((one) => ({ ...one, y: one.y.map(positive) })), { y: { label: { en: "loss", zh: "损失" }, log: true } }),
      chart("shares", { en: "share of the loss", zh: "损失比例" }, () => this.races.flatMap((race, style) => (race.states.length === 0 || race.problem ? [] : [{ name: names[style], kind: "line" as const, style, ...cumulated(race.shares(Math.min(this.step, race.step))) }])), { x: { label: { en: "share of the rows", zh: "样本比例" }, percent: true }, y: { label: { en: "share of the loss", zh: "损失比例" }, percent: true }, includeZero: "y" }),
      chart("gradients", { en: "norm", zh: "范数" }, () => this.races.flatMap((race, place) => Array.from({ length: race.runner.layers.length + 1 }, (_, layer): Series => {
        const one = path(race.norms.map((norms) => norms[layer]), this.step);
        return { name: { en: `${names[place]}, layer ${layer + 1}`, zh: `${names[place]}，第 ${layer + 1} 层` }, kind: "line", style: place === 0 ? layer : 4 + layer, ...one, y: one.y.map(positive) };
      })), { y: { label: { en: "norm", zh: "范数" }, log: true } }),
    ];
  }

  show(races: readonly Race[], step: number, goal: number): void {
    [this.races, this.step, this.goal] = [races, step, goal];
    for (const chart of this.charts) chart.update();
  }
}

/** What a logarithmic axis shows; a training that diverges leaves it at the top. */
const positive = (value: number | null): number | null => (value !== null && value > 0 && value < 1e9 ? value : null);

/** A curve up to a step, thinned. */
function path(values: ArrayLike<number>, step: number): { x: number[]; y: (number | null)[]; markers: boolean } {
  const end = Math.min(values.length - 1, step);
  const stride = Math.max(1, Math.ceil((end + 1) / mostPoints));
  const kept = Array.from({ length: end + 1 }, (_, i) => i).filter((i) => i % stride === 0 || i === end);
  return { x: kept, y: kept.map((i) => values[i]), markers: kept.length < 2 };
}

function cumulated(shares: readonly number[]): { x: number[]; y: number[] } {
  const sorted = [...shares].sort((a, b) => b - a);
  const sums = [0];
  for (const share of sorted) sums.push(sums[sums.length - 1] + share);
  const stride = Math.max(1, Math.ceil(sums.length / mostPoints));
  const kept = sums.map((_, i) => i).filter((i) => i % stride === 0 || i === sums.length - 1);
  return { x: kept.map((i) => i / sorted.length), y: kept.map((i) => sums[i]) };
}
