import { find, setSlider, slider, write } from "../../dom";
import { both, labelled, number, say, type Words } from "../../words";
import { layerNorms } from "./network";
import type { Pass, Race } from "./race";

const names = ["A", "B"];
const height = 230;
const margins = { across: 52, top: 26, bottom: 34 };
const radius = { most: 13, least: 3 };

/** The live flow: one row goes forward through a network, its loss goes back, and the step changes the weights. */
export class Flow {
  private race: Race | undefined;
  private place = 0;
  private row = 0;
  private step = 0;

  constructor(private readonly holder: HTMLElement, choose: (change: { row?: number; of?: number }) => void) {
    holder.innerHTML = `<figure class="card drawn flow"><figcaption class="caption"></figcaption>
      <div class="controls sliders">${slider("row", { en: "row", zh: "样本" }, 1, 200, 1)}<label>${both({ en: "training", zh: "训练" })} <select class="of">${names.map((name, i) => `<option value="${i}">${name}</option>`).join("")}</select></label></div>
      <div class="pair"><div class="side"><h3>${both({ en: "Forward: data to loss", zh: "前向：从数据到损失" })}</h3><div class="plot forward"></div></div><div class="side"><h3>${both({ en: "Backward: loss to weights", zh: "反向：从损失到权重" })}</h3><div class="plot backward"></div></div></div>
      <ol class="stages"></ol></figure>`;
    find<HTMLInputElement>(holder, "input.row").addEventListener("input", (event) => choose({ row: (event.target as HTMLInputElement).valueAsNumber - 1 }));
    find<HTMLSelectElement>(holder, "select.of").addEventListener("change", (event) => choose({ of: Number((event.target as HTMLSelectElement).value) }));
    new ResizeObserver(() => this.draw()).observe(find(holder, ".forward"));
  }

  /** Shows the last step that led to a step; before the first, what it begins from. */
  show(race: Race | undefined, place: number, row: number, step: number): void {
    [this.race, this.place, this.row, this.step] = [race, place, row, step];
    this.draw();
  }

  private draw(): void {
    const { race, place, holder } = this;
    const rows = race?.table.training.target.length ?? 1;
    const row = Math.min(this.row, rows - 1);
    const reached = Math.min(this.step, race?.step ?? 0);
    const before = Math.max(0, reached - 1);
    const pass = race?.passOf(row, before);
    find<HTMLSelectElement>(holder, "select.of").value = String(place);
    find<HTMLInputElement>(holder, "input.row").max = String(rows);
    setSlider(holder, "row", row + 1, `${row + 1}`);
    const figure = find(holder, "figure");
    if (!race || !pass) {
      write(find(holder, ".caption"), race?.problem?.words ?? "…");
      for (const part of holder.querySelectorAll(".plot, .stages")) part.innerHTML = "";
      for (const name of ["norms", "step", "prediction"]) delete figure.dataset[name];
      return;
    }
    const mean = race.meanGradient(before);
    const norms = layerNorms(mean, race.table.inputs, race.runner.layers);
    figure.dataset.norms = norms.join();
    figure.dataset.step = String(before);
    figure.dataset.prediction = String(pass.prediction);
    write(find(holder, ".caption"), { en: `One row on its way through network ${names[place]}, ${reached > 0 ? `in step ${reached}` : "before the first step"}. Blue is below 0, orange above; the stronger, the farther from 0.`, zh: `一个样本经过网络 ${names[place]} 的过程（${reached > 0 ? `第 ${reached} 步` : "第一步之前"}）。蓝色小于 0，橙色大于 0；颜色越深，离 0 越远。` });
    this.network(find(holder, ".forward"), pass, race, race.states[before], true);
    this.network(find(holder, ".backward"), pass, race, pass.gradient.weights, false);
    find(holder, ".stages").innerHTML = this.stages(race, pass, row, reached, norms).map(({ name, text }) => `<li><strong>${both(name)}</strong>${both(text)}</li>`).join("");
  }

  /** The layers from left to right, their units as discs, the weights or their derivatives as lines. */
  private network(plot: HTMLElement, { passed, gradient, prediction, target, loss, slope }: Pass, race: Race, lines: Float64Array, isForward: boolean): void {
    const width = Math.max(260, plot.clientWidth || 400);
    const values = isForward ? passed : gradient.passed;
    const x = (layer: number): number => margins.across + ((width - 2 * margins.across - 44) * layer) / (values.length - 1);
    const most = Math.max(...values.map((one) => one.length));
    const y = (layer: number, unit: number): number => {
      const room = height - margins.top - margins.bottom;
      return margins.top + (room * (unit + 0.5)) / values[layer].length;
    };
    const size = Math.max(radius.least, Math.min(radius.most, ((height - margins.top - margins.bottom) / most) * 0.42));
    const strongest = values.map((one) => Math.max(...one.map(Math.abs)) || 1);
    const widest = Math.max(...lines.map(Math.abs)) || 1;
    const tone = (value: number): string => (value < 0 ? "low" : "high");
    let [at, parts] = [0, ""];
    for (let layer = 0; layer + 1 < values.length; layer++) {
      const [from, to] = [values[layer].length, values[layer + 1].length];
      for (let i = 0; i < from; i++) {
        for (let unit = 0; unit < to; unit++) {
          const share = Math.abs(lines[at + i * to + unit]) / widest;
          if (share > 0.01) parts += `<path class="${tone(lines[at + i * to + unit])}" d="M${x(layer).toFixed(1)} ${y(layer, i).toFixed(1)}L${x(layer + 1).toFixed(1)} ${y(layer + 1, unit).toFixed(1)}" stroke-opacity="${(0.12 + 0.88 * share).toFixed(2)}" stroke-width="${(0.6 + 2.4 * share).toFixed(2)}"/>`;
        }
      }
      at += (from + 1) * to;
    }
    values.forEach((one, layer) => one.forEach((value, unit) => {
      parts += `<circle class="unit ${tone(value)}" cx="${x(layer).toFixed(1)}" cy="${y(layer, unit).toFixed(1)}" r="${size.toFixed(1)}" fill-opacity="${(Math.abs(value) / strongest[layer]).toFixed(2)}"/>`;
      if (layer === 0) parts += `<text x="${(x(0) - size - 4).toFixed(1)}" y="${(y(0, unit) + 4).toFixed(1)}" text-anchor="end">${number(value, 3)}</text>`;
    }));
    const [endX, endY] = [x(values.length - 1), y(values.length - 1, 0)];
    parts += `<text x="${(endX + size + 5).toFixed(1)}" y="${(endY - 12).toFixed(1)}">${isForward ? `p = ${number(prediction, 3)}` : `∂L/∂p`}</text><text x="${(endX + size + 5).toFixed(1)}" y="${(endY + 5).toFixed(1)}">${isForward ? `t = ${number(target, 3)}` : number(slope, 3)}</text>${isForward ? `<text x="${(endX + size + 5).toFixed(1)}" y="${(endY + 22).toFixed(1)}">L = ${number(loss, 3)}</text>` : ""}`;
    const titles: Words[] = [{ en: "data", zh: "数据" }, ...race.runner.layers.map((_, i): Words => ({ en: `layer ${i + 1}`, zh: `第 ${i + 1} 层` })), { en: "prediction", zh: "预测值" }];
    const isTight = width / titles.length < 80;
    parts += titles.map((title, layer) => (isTight && layer > 0 && layer < titles.length - 1 ? "" : `<text x="${x(layer).toFixed(1)}" y="${height - 10}" text-anchor="middle">${say(title)}</text>`)).join("");
    const label: Words = isForward
      ? { en: `Forward: the row gives the prediction ${number(prediction, 4)}; with the target ${number(target, 4)} the loss is ${number(loss, 4)}`, zh: `前向：该样本得到预测值 ${number(prediction, 4)}；目标值为 ${number(target, 4)}，损失为 ${number(loss, 4)}` }
      : { en: `Backward: the derivative of the loss with respect to the prediction is ${number(slope, 4)}; through the weights it reaches every layer`, zh: `反向：损失对预测值的导数为 ${number(slope, 4)}，经由权重传到各层` };
    plot.innerHTML = `<svg viewBox="0 0 ${width} ${height}" role="img" ${labelled(label)}>${parts}</svg>`;
    find(plot, "svg").setAttribute("aria-label", say(label));
  }

  private stages(race: Race, { passed, target, prediction, loss, slope }: Pass, row: number, reached: number, norms: number[]): { name: Words; text: Words }[] {
    const [data] = passed;
    const units = passed.slice(1, -1).flat();
    const active = units.filter((value) => value > 0).length;
    const show = (value: number): string => number(value, 4);
    const after = reached > 0 ? race.passOf(row, reached) : null;
    const { optimizer, rate } = race.runner;
    const losses = race.losses[reached - 1];
    return [
      { name: { en: "Data. ", zh: "数据：" }, text: { en: `Row ${row + 1} is (${data.map(show).join(", ")}) with the target ${show(target)}.`, zh: `第 ${row + 1} 个样本为 (${data.map(show).join(", ")})，目标值 ${show(target)}。` } },
      { name: { en: "Network. ", zh: "网络：" }, text: units.length === 0 ? { en: "A line: no hidden unit.", zh: "线性模型，没有隐藏单元。" } : { en: `${active} of ${units.length} hidden units are above 0; the others pass nothing on, and no gradient comes back through them.`, zh: `${units.length} 个隐藏单元中有 ${active} 个大于 0；其余的不向前传递，梯度也不经它们返回。` } },
      { name: { en: "Prediction. ", zh: "预测：" }, text: { en: `The last layer gives ${show(prediction)}.`, zh: `末层输出 ${show(prediction)}。` } },
      { name: { en: "Loss. ", zh: "损失：" }, text: { en: `${race.runner.loss} makes ${show(loss)} of prediction and target.${losses === undefined ? "" : ` The mean over all rows is ${show(losses)}.`}`, zh: `由预测值和目标值，${race.runner.loss} 算得 ${show(loss)}。${losses === undefined ? "" : `全部样本的平均损失为 ${show(losses)}。`}` } },
      { name: { en: "Backpropagation. ", zh: "反向传播：" }, text: { en: `The derivative with respect to the prediction is ${show(slope)}. The chain rule carries it back through each layer. Averaged over all rows, the gradient has the norm ${norms.map(show).join(", ")} in ${norms.length === 1 ? "the only layer" : `layers 1 to ${norms.length}`}.`, zh: `损失对预测值的导数为 ${show(slope)}，按链式法则逐层传回。对全部样本取平均后，${norms.length === 1 ? "唯一一层" : `第 1 至 ${norms.length} 层`}梯度的范数为 ${norms.map(show).join("、")}。` } },
      { name: { en: "Update. ", zh: "更新：" }, text: after ? { en: `${optimizer} with the rate ${rate} moves all weights once. The same row now gives ${show(after.prediction)}, and its loss goes from ${show(loss)} to ${show(after.loss)}.`, zh: `${optimizer} 以学习率 ${rate} 更新一次全部权重。同一样本的预测值变为 ${show(after.prediction)}，损失由 ${show(loss)} 变为 ${show(after.loss)}。` } : { en: `${optimizer} with the rate ${rate} has not moved a weight yet. Press "One step".`, zh: `${optimizer}（学习率 ${rate}）尚未更新权重。请点“一步”。` } },
    ];
  }
}
