import { type Chart, minima } from "minima:pages";
import scene from "../../../../../../explorer/scenes/many.json";
import type { FieldReader, Fields } from "../../address";
import { Certified } from "../../certified";
import { find, setSlider, slider, write } from "../../dom";
import { engine, type TensorsReply } from "../../engine";
import { arrow, axes, scale, type Scale } from "../../plot";
import { hold } from "../../widgets/held";
import { both, labelled, number, say, type Words } from "../../words";
import { mark, type Page, type Section } from "./section";

export interface Held { wanted: readonly number[]; fisher: readonly number[]; lambda: number }

/** Weights at rest, the rise of the old task's loss, and the rest of the new one's. */
interface Rest { weights: number[]; forgotten: number; left: number }

const { old, range, stiffest } = scene.springs;
const [least, most] = [-2, 3];
const lambdas = Array.from({ length: 61 }, (_, i) => 10 ** (least + ((most - least) * i) / 60));
const rowHeight = 46;

const sumOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0);

/** The new task's loss: half the squared distance from its targets. */
const leftOf = (weights: readonly number[], wanted: readonly number[]): number => sumOf(weights.map((one, i) => (one - wanted[i]) ** 2)) / 2;

const forgottenOf = (weights: readonly number[], fisher: readonly number[]): number => sumOf(weights.map((one, i) => fisher[i] * (one - old[i]) ** 2)) / 2;

function at(weights: number[], { wanted, fisher }: Held): Rest {
  return { weights, forgotten: forgottenOf(weights, fisher), left: leftOf(weights, wanted) };
}

/** The weights at which the pull of the new task and the springs balance. */
export const restOf = (held: Held): Rest => at(held.wanted.map((one, i) => (one + held.lambda * held.fisher[i] * old[i]) / (1 + held.lambda * held.fisher[i])), held);

/** The same with springs of one strength, chosen so that as much of the new task is left. */
function evenly(held: Held, left: number): Rest {
  const all = leftOf(old, held.wanted);
  const share = all === 0 ? 0 : Math.sqrt(left / all);
  return at(held.wanted.map((one, i) => one + share * (old[i] - one)), held);
}

const balance = 1e-9;

/** The weights of an old task on springs as stiff as their Fisher information, and a new task that pulls at them. */
export class Springs implements Section {
  held: Held = opening();
  readonly certified = new Certified(() => this.certify(), () => this.heard());
  private page!: Page;
  private holder!: HTMLElement;
  private plot!: HTMLElement;
  private chart!: Chart;
  private layout = "";
  private handles: SVGCircleElement[] = [];

  read(given: FieldReader): void {
    const open = opening();
    this.held = { wanted: given.numbers("wanted", open.wanted, -range, range), fisher: given.numbers("fisher", open.fisher, 0, stiffest), lambda: given.number("lambda", 10 ** least, 10 ** most, open.lambda) };
  }

  write(): Fields {
    const open = opening();
    return Object.fromEntries((Object.keys(open) as (keyof Held)[]).filter((name) => String(this.held[name]) !== String(open[name])).map((name) => [name, String(this.held[name])]));
  }

  build(holder: HTMLElement, page: Page): void {
    this.holder = holder;
    this.page = page;
    holder.innerHTML = `
      <p>${both({ en: "Five weights solved an old task at 0 (○). A new task wants them elsewhere: its loss is half the squared distance from the dots. Each weight hangs on a spring from its old value, as stiff as lambda times its Fisher information: how much the old task depends on it.", zh: "五个权重都为 0（○）时旧任务的损失最小；新任务的最优点在圆点处，其损失为距离平方的一半。每个权重由弹簧系在旧值上，弹簧的刚度为 lambda 乘以费雪信息，即旧任务对该权重的依赖程度。" })}</p>
      <div class="pair"><figure class="card drawn springs">
        <figcaption>${both({ en: "Drag the dots. ■: where a weight comes to rest. The thicker a spring, the stiffer it is.", zh: "拖动圆点。■ 为权重最终静止的位置；弹簧越粗，刚度越大。" })}</figcaption>
        <div class="plot"></div>
        <p class="hint">${both({ en: "Keyboard: Tab to a dot; arrow keys move it by 0.1, with Shift by 1.", zh: "键盘操作：用 Tab 选中圆点，方向键每次移动 0.1，按住 Shift 每次移动 1。" })}</p>
        <p class="rest"></p>
      </figure>
      <div class="scroll results weights" tabindex="0" role="region" ${labelled({ en: "Where the weights rest", zh: "权重的静止位置" })}><table><thead><tr><th scope="col">${both({ en: "Weight", zh: "权重" })}</th><th scope="col" class="number">${both({ en: "Fisher information", zh: "费雪信息" })}</th><th scope="col" class="number">${both({ en: "New task wants", zh: "新任务的目标" })}</th><th scope="col" class="number">${both({ en: "Rests at", zh: "静止于" })}</th></tr></thead><tbody></tbody></table></div></div>
      <fieldset class="controls sliders"><legend>${both({ en: "Springs", zh: "弹簧" })}</legend>
        ${slider("lambda", { en: "lambda: how much the old task counts", zh: "lambda：旧任务的分量" }, least, most, 0.05)}${old.map((_, i) => slider(`fisher-${i}`, { en: `Fisher information of w${i + 1}`, zh: `w${i + 1} 的费雪信息` }, 0, stiffest, 0.05)).join("")}</fieldset>
      <figure class="chart tradeoff"><figcaption>${both({ en: "What each lambda leaves of the new task's loss, and by how much the old task's rises", zh: "各 lambda 下新任务剩余的损失与旧任务损失的上升量" })}<small>${both({ en: "Even springs (L2-SP) hold weights that do not matter, and let go of those that do", zh: "刚度一致的弹簧（L2-SP）束缚了不重要的权重，却放松了重要的权重" })}</small></figcaption></figure>`;
    this.plot = find(holder, ".plot");
    const listen = (name: string, act: (place: number) => Partial<Held>): void => {
      const input = find<HTMLInputElement>(holder, `input.${name}`);
      input.addEventListener("input", () => this.take(act(input.valueAsNumber)));
    };
    listen("lambda", (place) => ({ lambda: Number((10 ** place).toPrecision(3)) }));
    old.forEach((_, i) => listen(`fisher-${i}`, (value) => ({ fisher: this.held.fisher.map((one, k) => (k === i ? value : one)) })));
    this.plot.addEventListener("pointerdown", (event) => {
      const { x, y } = this.scales();
      hold(this.plot, event, this.held.wanted.map((one, i) => ({ element: this.handles[i], x: x(one), y: y(i) })), (place, now) => this.move(place, x.invert(now.clientX - this.plot.getBoundingClientRect().left)));
    });
    this.plot.addEventListener("keydown", (event) => this.key(event));
    this.chart = minima.chart(find(holder, "figure.tradeoff"), () => {
      const points = lambdas.map((lambda) => restOf({ ...this.held, lambda }));
      const even = points.map(({ left }) => evenly(this.held, left));
      const now = restOf(this.held);
      return {
        x: { label: { en: "left of the new task's loss", zh: "新任务剩余的损失" } },
        y: { label: { en: "rise of the old task's loss", zh: "旧任务损失的上升" } },
        height: 260,
        includeZero: "y",
        series: [
          { name: "EWC", kind: "line", style: 0, x: points.map(({ left }) => left), y: points.map(({ forgotten }) => forgotten) },
          { name: { en: "even springs (L2-SP)", zh: "刚度一致（L2-SP）" }, kind: "line", style: 1, x: even.map(({ left }) => left), y: even.map(({ forgotten }) => forgotten) },
        ],
        marks: [{ x: now.left, name: { en: "now", zh: "当前" } }],
      };
    });
    new ResizeObserver(() => this.picture()).observe(this.plot);
  }

  private take(change: Partial<Held>): void {
    this.held = { ...this.held, ...change };
    this.page.changed();
  }

  private move(place: number, to: number): void {
    const value = Number(Math.max(-range, Math.min(range, to)).toFixed(1));
    this.take({ wanted: this.held.wanted.map((one, i) => (i === place ? value : one)) });
  }

  show(): void {
    const { fisher, lambda } = this.held;
    setSlider(this.holder, "lambda", Math.log10(lambda), number(lambda, 3));
    fisher.forEach((one, i) => setSlider(this.holder, `fisher-${i}`, one, number(one)));
    this.certified.want(JSON.stringify(this.held));
    this.picture();
    this.chart.update();
    this.table();
  }

  /** The library's penalties and gradients. Springs and new task balance where the weights rest; anything else is an error. */
  private async certify(): Promise<{ forgotten: number; left: number; even: number }> {
    const { wanted, fisher, lambda } = this.held;
    const rest = restOf(this.held);
    const { penalty, plain } = scene.springs;
    const ask = (kind: string, loss: string, inputs: object): Promise<TensorsReply> => engine.ask<TensorsReply>("tensors", { loss, inputs }, `many ${kind}`);
    const hold = (weight: number[]): object => ({ weight, anchor: old, importance: fisher });
    const [springs, task, forgotten, even] = await Promise.all([
      ask("springs", `${penalty}:lambda=${lambda}`, hold(rest.weights)),
      ask("task", `${plain}:strength=1`, { weight: rest.weights, anchor: wanted }),
      ask("forgotten", `${penalty}:lambda=1`, hold(rest.weights)),
      ask("even", `${penalty}:lambda=1`, hold(evenly(this.held, rest.left).weights)),
    ]);
    const sums = springs.gradients.weight.map((one, i) => Math.abs(one + task.gradients.weight[i]));
    if (!(Math.max(...sums) <= balance)) throw new Error(`springs and task do not balance: ${sums}`);
    return { forgotten: forgotten.value, left: task.value, even: even.value };
  }

  private heard(): void {
    this.show();
    this.page.announce(this.result());
  }

  private result(): Words {
    const { forgotten, left, even } = this.losses();
    const sign = mark(this.certified.answer !== null);
    const without = number(forgottenOf(this.held.wanted, this.held.fisher), 4);
    return {
      en: `${sign} The old task's loss rises by ${number(forgotten, 4)}; ${number(left, 4)} of the new task's is left. Without springs the old task's would rise by ${without}, with even springs, and as much of the new task left, by ${number(even, 4)}.`,
      zh: `${sign} 旧任务的损失上升 ${number(forgotten, 4)}，新任务剩余的损失为 ${number(left, 4)}。若无弹簧，旧任务的损失将上升 ${without}；若弹簧刚度一致而新任务剩余的损失相同，则上升 ${number(even, 4)}。`,
    };
  }

  private losses(): { forgotten: number; left: number; even: number } {
    const rest = restOf(this.held);
    return this.certified.answer ?? { forgotten: rest.forgotten, left: rest.left, even: evenly(this.held, rest.left).forgotten };
  }

  private table(): void {
    const rest = restOf(this.held);
    const { answer } = this.certified;
    find(this.holder, ".weights tbody").innerHTML = rest.weights.map((one, i) => `<tr data-rest="${one}"><th scope="row">w${i + 1}</th><td class="number">${number(this.held.fisher[i])}</td><td class="number">${number(this.held.wanted[i])}</td><td class="number">${mark(answer !== null)} ${number(one, 4)}</td></tr>`).join("");
    write(find(this.holder, ".rest"), this.result());
    Object.assign(this.holder.dataset, { certified: answer ? JSON.stringify(this.held) : "", ...this.losses() });
  }

  private scales(): { x: Scale; y: Scale; width: number; height: number } {
    const width = Math.min(680, Math.max(280, this.plot.clientWidth || 600));
    const height = rowHeight * old.length + 58;
    return { x: scale(-range - 0.4, range + 0.4, 42, width - 12), y: scale(-0.5, old.length - 0.5, 18, height - 40), width, height };
  }

  private picture(): void {
    if (this.holder.closest<HTMLElement>(".screen")?.hidden) return;
    const { x, y, width, height } = this.scales();
    const layout = `${width} ${document.documentElement.lang}`;
    if (layout !== this.layout) {
      const focused = this.handles.indexOf(document.activeElement as unknown as SVGCircleElement);
      this.layout = layout;
      // Rows have names in place of numbers: a scale on which no tick lies.
      const frame = axes(x, scale(0.1, 0.9, height - 40, 18), { x: "w", y: "" }, { x: 8, y: 1 });
      this.plot.innerHTML = `<svg viewBox="0 0 ${width} ${height}" style="max-width:${width}px" role="group" ${labelled({ en: "Five weights on springs; the table below holds the numbers", zh: "五个系在弹簧上的权重；数值见下方表格" })}>${frame}${old.map((_, i) => `<text x="36" y="${y(i) + 4}" text-anchor="end">w${i + 1}</text>`).join("")}<g class="coils"></g><path class="field pulls-of-task"/><path class="begun"/><path class="rests of-class s0"/><g class="handles"></g></svg>`;
      this.handles = old.map((_, i) => {
        const handle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
        for (const [name, text] of Object.entries({ r: "8", cy: String(y(i)), class: "handle of-class s1", role: "slider", tabindex: "0", "aria-valuemin": String(-range), "aria-valuemax": String(range), "aria-label": say({ en: `What the new task wants of w${i + 1}`, zh: `新任务对 w${i + 1} 的目标` }) })) handle.setAttribute(name, text);
        return handle;
      });
      find(this.plot, ".handles").append(...this.handles);
      if (focused >= 0) this.handles[focused].focus({ preventScroll: true });
    }
    const { wanted, fisher, lambda } = this.held;
    const { weights } = restOf(this.held);
    find(this.plot, ".coils").innerHTML = weights.map((one, i) => `<path class="curve s0" style="stroke-width:${(0.75 + 1.25 * Math.log10(1 + lambda * fisher[i] * 9)).toFixed(2)}" d="${coil(x(old[i]), x(one), y(i))}"/>`).join("");
    find<SVGPathElement>(this.plot, ".pulls-of-task").setAttribute("d", weights.map((one, i) => (Math.abs(x(wanted[i]) - x(one)) < 14 ? "" : arrow(x(one), y(i), x(wanted[i]) - 10 * Math.sign(wanted[i] - one), y(i)))).join(""));
    find<SVGPathElement>(this.plot, ".begun").setAttribute("d", old.map((one, i) => `M${x(one) - 5} ${y(i)}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0`).join(""));
    find<SVGPathElement>(this.plot, ".rests").setAttribute("d", weights.map((one, i) => `M${(x(one) - 5).toFixed(1)} ${y(i) - 5}h10v10h-10z`).join(""));
    this.handles.forEach((handle, i) => {
      handle.setAttribute("cx", x(wanted[i]).toFixed(1));
      handle.setAttribute("aria-valuenow", String(wanted[i]));
      handle.setAttribute("aria-valuetext", say({ en: `w${i + 1} = ${number(wanted[i])} wanted; it rests at ${number(weights[i], 4)}`, zh: `w${i + 1} 的目标为 ${number(wanted[i])}，静止于 ${number(weights[i], 4)}` }));
    });
  }

  private key(event: KeyboardEvent): void {
    const place = this.handles.indexOf(event.target as SVGCircleElement);
    if (place < 0) return;
    const by = event.shiftKey ? 1 : 0.1;
    const now = this.held.wanted[place];
    const places: Record<string, number> = { ArrowRight: now + by, ArrowUp: now + by, ArrowLeft: now - by, ArrowDown: now - by, Home: -range, End: range };
    if (!Object.hasOwn(places, event.key)) return;
    event.preventDefault();
    this.move(place, places[event.key]);
  }
}

/** A zigzag of a fixed number of turns. */
function coil(from: number, to: number, y: number): string {
  const turns = 10;
  const points = Array.from({ length: turns }, (_, i) => `L${(from + ((to - from) * (i + 0.5)) / turns).toFixed(1)} ${y + (i % 2 === 0 ? -6 : 6)}`);
  return `M${from.toFixed(1)} ${y}${points.join("")}L${to.toFixed(1)} ${y}`;
}

function opening(): Held {
  const { wanted, fisher, strength } = scene.springs;
  return { wanted: [...wanted], fisher: [...fisher], lambda: strength };
}
