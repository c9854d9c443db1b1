import { type Chart, minima } from "minima:pages";
import { engine, Refusal } from "../../engine";
import { both, type Words } from "../../words";

/** Losses at one target over an axis of predictions, as a lesson names them. */
export interface Picture { losses: string[]; target: number; from: number; to: number }

const steps = 240;
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
const titles: Words[] = [{ en: "Loss by prediction", zh: "损失随预测值的变化" }, { en: "Gradient by prediction", zh: "梯度随预测值的变化" }];

/** The losses of a lesson and their gradients. Their formulas were written with the page, so that no picture waits for the library. */
export async function drawPicture(holder: HTMLElement, { losses, target, from, to }: Picture): Promise<Chart[]> {
  const x = Array.from({ length: steps + 1 }, (_, i) => from + ((to - from) * i) / steps);
  holder.innerHTML = titles.map((title) => `<figure class="chart"><figcaption>${both(title)}</figcaption></figure>`).join("");
  try {
    const formulas = await Promise.all(losses.map((loss) => engine.formula(loss)));
    return [...holder.querySelectorAll("figure")].map((figure, i) => minima.chart(figure, () => ({
      x: { label: { en: `prediction, target ${target}`, zh: `预测值（目标值 ${target}）` } },
      y: { label: "" },
      height: 240,
      series: formulas.map((formula, k) => ({ name: losses[k], kind: "line", style: k, x, y: x.map((p) => finite((i === 0 ? formula.value : formula.slope)(p, target))) })),
    })));
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    holder.innerHTML = `<p class="note">${both(problem.words)}</p>`;
    return [];
  }
}
