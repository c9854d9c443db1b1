import { type Chart, minima } from "minima:pages";
import scene from "../../../../../../explorer/scenes/many.json";
import type { FieldReader, Fields } from "../../address";
import { Certified } from "../../certified";
import { button, find, setSlider, slider, write } from "../../dom";
import { type DriftReply, engine } from "../../engine";
import { uniform } from "../../random";
import { both, number, percent, type Words } from "../../words";
import { type Page, type Section } from "./section";

export interface Stream { before: number; after: number; over: number; delta: number; seed: number }

const { items, at } = scene.stream;
const [least, most] = [-6, -0.5];
const mostSeeds = 10_000;

/** The probability of a mistake at an item, counted from 0. */
const rateAt = ({ before, after, over }: Stream, item: number): number => (item < at ? before : item >= at + over ? after : before + ((after - before) * (item - at + 1)) / (over + 1));

/** The mistakes of a model, item by item: 1 for a mistake. */
export function mistakes(stream: Stream): number[] {
  const next = uniform(stream.seed);
  return Array.from({ length: items }, (_, item) => (next() < rateAt(stream, item) ? 1 : 0));
}

/** A stream of mistakes that become more, or fewer, and an adaptive window that watches it. */
export class Drift implements Section {
  stream: Stream = opening();
  readonly certified = new Certified(() => engine.ask<DriftReply>("drift", { values: mistakes(this.stream), delta: this.stream.delta }, "many drift"), () => this.heard());
  private page!: Page;
  private holder!: HTMLElement;
  private charts: Chart[] = [];

  read(given: FieldReader): void {
    const open = opening();
    this.stream = {
      before: given.number("before", 0, 1, open.before), after: given.number("after", 0, 1, open.after), over: Math.round(given.number("over", 0, items - at, open.over)),
      delta: given.number("delta", 10 ** least, 10 ** most, open.delta), seed: Math.round(given.number("seed", 0, mostSeeds, open.seed)),
    };
  }

  write(): Fields {
    const open = opening();
    return Object.fromEntries((Object.keys(open) as (keyof Stream)[]).filter((name) => this.stream[name] !== open[name]).map((name) => [name, String(this.stream[name])]));
  }

  build(holder: HTMLElement, page: Page): void {
    this.holder = holder;
    this.page = page;
    holder.innerHTML = `
      <p>${both({ en: `A model is right or wrong on each of ${items} items. From item ${at + 1} on it is wrong more often, or less. ADWIN sees only the mistakes: its window grows as long as they look alike, and drops its older part once the means of two parts differ by more than chance explains.`, zh: `模型对 ${items} 个样本逐一作出判断，或对或错。从第 ${at + 1} 个样本起，出错的概率发生变化。ADWIN 只看到错误序列：只要前后一致，窗口就不断增长；一旦两段的均值之差超出随机波动所能解释的范围，就丢弃较旧的部分。` })}</p>
      <fieldset class="controls sliders"><legend>${both({ en: "Stream and detector", zh: "数据流与检测器" })}</legend>
        ${slider("before", { en: "mistakes before the change", zh: "变化前的错误率" }, 0, 1, 0.01)}${slider("after", { en: "mistakes after it", zh: "变化后的错误率" }, 0, 1, 0.01)}${slider("over", { en: "items that the change takes", zh: "变化持续的样本数" }, 0, items - at, 10)}${slider("delta", { en: "delta: chance of a false alarm at one look", zh: "delta：单次检验的误报概率" }, least, most, 0.05)}
        <div class="row"><span class="again"></span></div></fieldset>
      <p class="alarms"></p>
      <figure class="chart means"><figcaption>${both({ en: "Mean of the window, and the true rate of mistakes; vertical lines: alarms", zh: "窗口均值与真实错误率；竖线为报警" })}</figcaption></figure>
      <figure class="chart widths"><figcaption>${both({ en: "Items in the window", zh: "窗口中的样本数" })}</figcaption></figure>`;
    const listen = (name: "before" | "after" | "over" | "delta", value: (place: number) => number = (place) => place): void => {
      const input = find<HTMLInputElement>(holder, `input.${name}`);
      input.addEventListener("input", () => this.take({ [name]: value(input.valueAsNumber) }));
    };
    for (const name of ["before", "after", "over"] as const) listen(name);
    listen("delta", (place) => Number((10 ** place).toPrecision(2)));
    find(holder, ".again").append(button({ en: "Another stream of this kind", zh: "换一个同类数据流" }, () => this.take({ seed: (this.stream.seed + 1) % (mostSeeds + 1) })));
    const numbers = Array.from({ length: items }, (_, item) => item + 1);
    const marks = (): { x: number; name: string }[] => (this.certified.answer?.alarms ?? []).map((item) => ({ x: item, name: String(item) }));
    this.charts = [
      minima.chart(find(holder, "figure.means"), () => ({
        x: { label: { en: "item", zh: "样本序号" } },
        y: { label: { en: "mistakes", zh: "错误率" }, percent: true },
        height: 260,
        includeZero: "y",
        series: [
          { name: { en: "mean of the window", zh: "窗口均值" }, kind: "line", style: 0, x: numbers, y: this.certified.answer?.means ?? numbers.map(() => null) },
          { name: { en: "true rate", zh: "真实错误率" }, kind: "line", style: 1, x: numbers, y: numbers.map((item) => rateAt(this.stream, item - 1)) },
        ],
        marks: marks(),
      })),
      minima.chart(find(holder, "figure.widths"), () => ({
        x: { label: { en: "item", zh: "样本序号" } },
        y: { label: { en: "items", zh: "样本数" } },
        height: 200,
        includeZero: "y",
        series: [{ name: { en: "width", zh: "窗口宽度" }, kind: "line", style: 0, x: numbers, y: this.certified.answer?.widths ?? numbers.map(() => null) }],
        marks: marks(),
      })),
    ];
  }

  private take(change: Partial<Stream>): void {
    this.stream = { ...this.stream, ...change };
    this.page.changed();
  }

  show(): void {
    const { before, after, over, delta } = this.stream;
    for (const [name, place, text] of [["before", before, percent(before)], ["after", after, percent(after)], ["over", over, number(over)], ["delta", Math.log10(delta), number(delta)]] as const) setSlider(this.holder, name, place, text);
    const state = JSON.stringify(this.stream);
    this.certified.want(state);
    const alarms = this.certified.answer?.alarms;
    Object.assign(this.holder.dataset, { certified: alarms ? state : "", alarms: alarms?.join() ?? "" });
    for (const chart of this.charts) chart.update();
    write(find(this.holder, ".alarms"), alarms ? found(alarms) : "…");
  }

  private heard(): void {
    this.show();
    if (this.certified.answer) this.page.announce(found(this.certified.answer.alarms));
  }
}

/** The first alarm after the change, and those before it. */
function found(alarms: readonly number[]): Words {
  const early = alarms.filter((item) => item <= at);
  const first = alarms.find((item) => item > at);
  return {
    en: `✓ ${first === undefined ? `No alarm after item ${at}` : `First alarm after the change: item ${first}, ${first - at} items late`}; alarms before it: ${early.length === 0 ? "none" : early.join(", ")}; in all ${alarms.length}.`,
    zh: `✓ ${first === undefined ? `第 ${at} 个样本之后没有报警` : `变化后的首次报警：第 ${first} 个样本，滞后 ${first - at} 个`}；变化前的报警：${early.length === 0 ? "无" : early.join("、")}；共 ${alarms.length} 次。`,
  };
}

function opening(): Stream {
  const { before, after, over, delta, seed } = scene.stream;
  return { before, after, over, delta, seed };
}
