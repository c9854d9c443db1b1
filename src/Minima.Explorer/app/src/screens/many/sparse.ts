import { type Chart, minima } from "minima:pages";
import scene from "../../../../../../explorer/scenes/many.json";
import type { FieldReader, Fields } from "../../address";
import { Certified } from "../../certified";
import { find, setSlider, slider, write } from "../../dom";
import { engine, type FitReply } from "../../engine";
import { both, labelled, number, type Words } from "../../words";
import { type Penalties, penalized, type Plane } from "./penalized";
import { mark, type Page, type Section } from "./section";

const { columns, target, truth, loss } = scene.sparse;

export type Kind = "l1" | "l2";

export const kinds: readonly Kind[] = ["l1", "l2"];

export const penaltiesOf = (kind: Kind, strength: number): Penalties => ({ l1: 0, l2: 0, [kind]: strength });

const [least, most] = [-2, 2];
const strengths = Array.from({ length: 81 }, (_, i) => 10 ** (least + ((most - least) * i) / 80));
/** A chart has a line for each feature with an effect, and one for all others together. */
const effective = truth.flatMap((one, j) => (one === 0 ? [] : [j]));
const idle = truth.flatMap((one, j) => (one === 0 ? [j] : []));

const titles: Record<Kind, Words> = {
  l1: { en: "l1: the coefficients at each strength", zh: "L1：各强度下的系数" },
  l2: { en: "l2: the coefficients at each strength", zh: "L2：各强度下的系数" },
};

export const featureName = (j: number): string => `x${j + 1}`;

/** A linear fit under an l1 and under an l2 penalty of one strength. */
export class Sparse implements Section {
  strength: number = scene.sparse.strength;
  readonly certified = new Certified(() => this.fits(), () => this.heard());
  private computed!: Record<Kind, Plane>;
  private plain!: Plane;
  private readonly paths = new Map<Kind, Plane[]>();
  private charts: Chart[] = [];
  private page!: Page;
  private holder!: HTMLElement;

  /** The fit under a penalty: the library's, once it is known. */
  plane(kind: Kind): Plane {
    return this.certified.answer?.[kind] ?? this.computed[kind];
  }

  read(given: FieldReader): void {
    this.strength = given.number("penalty", 10 ** least, 10 ** most, scene.sparse.strength);
  }

  write(): Fields {
    return this.strength === scene.sparse.strength ? {} : { penalty: String(this.strength) };
  }

  build(holder: HTMLElement, page: Page): void {
    this.holder = holder;
    this.page = page;
    holder.innerHTML = `
      <p>${both({ en: `Forty rows, eight features; the target was made from ${effective.length} of them and noise. The mean squared error is minimised together with a penalty: strength times the sum of |w| (l1), or half the strength times the sum of w² (l2).`, zh: `四十个样本、八个特征，目标值由其中 ${effective.length} 个特征加噪声生成。最小化均方误差与惩罚项之和：L1 为强度乘以 |w| 之和，L2 为强度的一半乘以 w² 之和。` })}</p>
      <div class="row">${slider("penalty", { en: "strength", zh: "强度" }, least, most, 0.05)}</div>
      <div class="scroll results coefficients" tabindex="0" role="region" ${labelled({ en: "Coefficients", zh: "系数" })}><table><thead><tr><th scope="col">${both({ en: "Feature", zh: "特征" })}</th><th scope="col" class="number">${both({ en: "Made with", zh: "真实系数" })}</th><th scope="col" class="number">${both({ en: "No penalty", zh: "无惩罚" })}</th><th scope="col" class="number">l1</th><th scope="col" class="number">l2</th></tr></thead><tbody></tbody></table></div>
      <p class="zeros"></p>
      <div class="pair">${kinds.map((kind) => `<figure class="chart ${kind}"><figcaption>${both(titles[kind])}</figcaption></figure>`).join("")}</div>`;
    this.plain = penalized(columns, target, { l1: 0, l2: 0 });
    for (const kind of kinds) {
      const path: Plane[] = [];
      for (const strength of strengths) path.push(penalized(columns, target, penaltiesOf(kind, strength), path.at(-1)?.coefficients));
      this.paths.set(kind, path);
    }
    const input = find<HTMLInputElement>(holder, "input.penalty");
    input.addEventListener("input", () => {
      this.strength = Number((10 ** input.valueAsNumber).toPrecision(3));
      this.page.changed();
    });
    this.charts = kinds.map((kind) => minima.chart(find(holder, `figure.${kind}`), () => {
      const line = (j: number): (number | null)[] => this.paths.get(kind)!.map(({ coefficients }) => coefficients[j]);
      return {
        x: { label: { en: "strength", zh: "强度" }, log: true },
        y: { label: { en: "coefficient", zh: "系数" } },
        height: 260,
        series: [
          ...effective.map((j, style) => ({ name: featureName(j), kind: "line" as const, style, x: strengths, y: line(j) })),
          { name: { en: "features without effect", zh: "无作用的特征" }, kind: "line" as const, style: effective.length, x: idle.flatMap(() => [...strengths, strengths[0]]), y: idle.flatMap((j) => [...line(j), null]) },
        ],
        marks: [{ x: this.strength, name: { en: "strength", zh: "强度" } }],
      };
    }));
  }

  show(): void {
    setSlider(this.holder, "penalty", Math.log10(this.strength), number(this.strength, 3));
    this.computed = { l1: penalized(columns, target, penaltiesOf("l1", this.strength)), l2: penalized(columns, target, penaltiesOf("l2", this.strength)) };
    this.certified.want(String(this.strength));
    for (const chart of this.charts) chart.update();
    this.table();
  }

  private async fits(): Promise<Record<Kind, Plane>> {
    const ask = (kind: Kind): Promise<FitReply> => engine.ask<FitReply>("fit", { loss, columns, target, ...penaltiesOf(kind, this.strength) }, `many ${kind}`);
    const [l1, l2] = await Promise.all(kinds.map(ask));
    return { l1, l2 };
  }

  private heard(): void {
    this.show();
    this.page.announce(this.zeros());
  }

  private zeros(): Words {
    const sign = mark(this.certified.answer !== null);
    const [zeros, others] = kinds.map((kind) => this.plane(kind).coefficients.filter((one) => one === 0).length);
    return { en: `${sign} Exactly 0: ${zeros} of ${truth.length} coefficients under l1, ${others} under l2.`, zh: `${sign} 恰好为 0 的系数：L1 有 ${zeros} 个（共 ${truth.length} 个），L2 有 ${others} 个。` };
  }

  private table(): void {
    const isCertified = this.certified.answer !== null;
    const cell = (kind: Kind, j: number): string => {
      const value = this.plane(kind).coefficients[j];
      return `<td class="number" data-${kind}="${value}">${value === 0 ? "<strong>0</strong>" : number(value, 3)}</td>`;
    };
    find(this.holder, ".coefficients tbody").innerHTML = truth.map((one, j) => `<tr><th scope="row">${featureName(j)}</th><td class="number">${number(one)}</td><td class="number">${number(this.plain.coefficients[j], 3)}</td>${kinds.map((kind) => cell(kind, j)).join("")}</tr>`).join("");
    write(find(this.holder, ".zeros"), this.zeros());
    Object.assign(this.holder.dataset, { certified: isCertified ? String(this.strength) : "", apart: isCertified ? String(this.apart()) : "" });
  }

  /** How far the page's coefficients are from the library's. */
  private apart(): number {
    return Math.max(...kinds.flatMap((kind) => this.computed[kind].coefficients.map((one, j) => Math.abs(one - this.plane(kind).coefficients[j]))));
  }
}
