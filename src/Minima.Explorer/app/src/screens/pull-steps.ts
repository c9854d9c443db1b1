import { type Chart, minima } from "minima:pages";
import { button, find, write } from "../dom";
import { both, labelled, number } from "../words";
import type { Shown } from "./pull";

/** Gradient descent on the constant at a fixed rate, all losses side by side: where the gradient does not fade, the steps never settle. */
export class FixedRate {
  private paths: { spec: string; values: number[] }[] = [];
  private key = "";
  private rate = 0.5;
  private target: readonly number[] = [];
  private losses: readonly Shown[] = [];
  private readonly chart: Chart;

  constructor(private readonly holder: HTMLElement) {
    holder.innerHTML = `<section class="below"><h3>${both({ en: "Steps at a fixed rate", zh: "固定步长的梯度下降" })}</h3>
      <p>${both({ en: "All losses start at 0 and follow minus the mean gradient. Near the optimum the squared error's gradient fades and its steps settle. The absolute error's gradient keeps its size until it changes sign, so that its steps jump to and fro unless the optimum is flat.", zh: "各损失都从 0 出发，沿负平均梯度方向更新。接近最优时，平方误差的梯度逐渐变小，迭代随之收敛；绝对误差的梯度在变号之前大小不变，除非最优处是一段平台，否则迭代会来回跳动。" })}</p>
      <div class="row"><label class="slider"><span>${both({ en: "rate", zh: "学习率" })} <output>0.5</output></span><input type="range" min="-2" max="0.7" step="0.05" value="-0.3" ${labelled({ en: "learning rate", zh: "学习率" })}></label></div>
      <figure class="chart"><figcaption>${both({ en: "The constant after each step", zh: "每一步之后的常数" })}</figcaption></figure></section>`;
    const slider = find<HTMLInputElement>(holder, "input");
    this.rate = Number((10 ** slider.valueAsNumber).toPrecision(2));
    slider.addEventListener("input", () => {
      this.rate = Number((10 ** slider.valueAsNumber).toPrecision(2));
      write(find(holder, "output"), number(this.rate));
      this.restart();
    });
    find(holder, ".row").append(button({ en: "One step", zh: "一步" }, () => this.advance(1)), button({ en: "20 steps", zh: "20 步" }, () => this.advance(20)), button({ en: "Back to 0", zh: "回到 0" }, () => this.restart()));
    this.chart = minima.chart(find(holder, "figure"), () => ({
      x: { label: { en: "step", zh: "步数" } },
      y: { label: { en: "constant", zh: "常数" } },
      height: 240,
      includeZero: "x",
      series: this.paths.map((path, i) => ({ name: path.spec, kind: "line" as const, style: i, markers: path.values.length < 60, x: path.values.map((_, k) => k), y: path.values })),
    }));
  }

  /** @param target Null where a line is fitted: its two numbers have no common rate. */
  show(target: readonly number[] | null, losses: readonly Shown[]): void {
    this.holder.hidden = target === null;
    if (!target) return;
    const key = `${target.join()} ${losses.map((one) => one.spec + String(one.formula !== undefined)).join()}`;
    if (key === this.key) return;
    this.key = key;
    [this.target, this.losses] = [[...target], losses];
    this.restart();
  }

  private restart(): void {
    this.paths = this.losses.filter((one) => one.formula).map((one) => ({ spec: one.spec, values: [0] }));
    this.chart.restart();
  }

  private advance(steps: number): void {
    for (const path of this.paths) {
      const slope = this.losses.find((one) => one.spec === path.spec)?.formula?.slope;
      if (!slope) continue;
      for (let k = 0; k < steps && path.values.length < 1000; k++) {
        const at = path.values.at(-1)!;
        const next = at - (this.rate * this.target.reduce((sum, t) => sum + slope(at, t), 0)) / this.target.length;
        path.values.push(next);
      }
    }
    this.holder.dataset.last = this.paths.map((path) => path.values.at(-1)).join();
    this.chart.update();
  }
}
