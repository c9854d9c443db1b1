import scene from "../../../../../../explorer/scenes/many.json";
import type { FieldReader, Fields } from "../../address";
import { Certified } from "../../certified";
import { button, find, setSlider, slider, write } from "../../dom";
import { arrow, axes, scale, type Scale } from "../../plot";
import { hold } from "../../widgets/held";
import { both, labelled, number, say, type Words } from "../../words";
import { certify, combine, type Combined, dot, type Method, methods, type Vector } from "./combine";
import { mark, type Page, type Section } from "./section";

/** Where a task pulls, which is minus its gradient: length, and degrees from the right against the clock. */
interface Pull { length: number; angle: number }

export interface Setting { pulls: readonly Pull[]; method: Method; weight: number }

export const methodNames: Record<Method, Words> = {
  fixed_weights: { en: "fixed weights", zh: "固定权重" },
  gradnorm: { en: "GradNorm", zh: "GradNorm" },
  pcgrad: { en: "PCGrad", zh: "PCGrad" },
  mgda: { en: "MGDA", zh: "MGDA" },
};

const rules: Record<Method, Words> = {
  fixed_weights: { en: "The weighted mean of both gradients.", zh: "两个梯度的加权平均。" },
  gradnorm: { en: "Weights that sum to 2 and give both gradients one length; here both tasks have come equally far.", zh: "权重之和为 2，并使两个加权梯度等长；此处假定两个任务进度相同。" },
  pcgrad: { en: "Where the gradients conflict, each loses its part along the other; the rest is added.", zh: "梯度相互冲突时，各自去掉与对方相反的分量，然后相加。" },
  mgda: { en: "The shortest mixture of both gradients; it is 0 where no step helps both.", zh: "两个梯度的凸组合中最短的一个；为 0 时没有任何一步能同时改善两个任务。" },
};

const { longest } = scene.tasks;
const shortest = 0.1;
/** The plane is lower than wide. */
const aspect = 0.8;
/** To each side: with room for a step as long as a pull, and for one of both pulls together. */
const sides = [longest / aspect, (2 * longest) / aspect];

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

export const gradientOf = ({ length, angle }: Pull): Vector => [-length * Math.cos(radians(angle)), -length * Math.sin(radians(angle))];

/** How the loss of a task changes along a step, for each unit of the learning rate. */
export const changeOf = (gradient: Vector, { direction }: Combined): number => -dot(gradient, direction);

/** Degrees between a step and where a task pulls. */
const between = (gradient: Vector, { direction }: Combined): number => (180 / Math.PI) * Math.acos(Math.max(-1, Math.min(1, dot(gradient, direction) / (Math.hypot(...gradient) * Math.hypot(...direction)))));

/** Below it a change is rounding. */
const unchanged = 1e-9;

const verdict = (change: number): Words => (Math.abs(change) < unchanged ? { en: "stays", zh: "不变" } : change < 0 ? { en: "falls", zh: "下降" } : { en: "rises", zh: "上升" });

/** Two tasks share parameters: the steps of several methods, and the change of each loss under them. */
export class Tasks implements Section {
  setting: Setting = opening();
  readonly certified = new Certified(() => certify(...this.gradients, this.setting.weight, "many"), () => this.heard());
  private page!: Page;
  private holder!: HTMLElement;
  private plot!: HTMLElement;
  private layout = "";
  private handles: SVGCircleElement[] = [];

  /** The gradients of both tasks. */
  get gradients(): [Vector, Vector] {
    return this.setting.pulls.map(gradientOf) as [Vector, Vector];
  }

  /** The step of a method: the library's, once it is known. */
  combined(method: Method): Combined {
    return this.certified.answer?.[method] ?? combine(method, ...this.gradients, this.setting.weight);
  }

  read(given: FieldReader): void {
    const open = opening();
    const lengths = given.numbers("lengths", open.pulls.map(({ length }) => length), shortest, longest);
    const angles = given.numbers("angles", open.pulls.map(({ angle }) => angle), -180, 180);
    this.setting = { pulls: lengths.map((length, task) => ({ length, angle: angles[task] })), method: given.one("method", methods, open.method), weight: given.number("weight", 0, 2, open.weight) };
  }

  write(): Fields {
    const { pulls, method, weight } = this.setting;
    const open = opening();
    const fields: Fields = {};
    for (const [name, of] of [["lengths", "length"], ["angles", "angle"]] as const) {
      const text = pulls.map((pull) => pull[of]).join();
      if (text !== open.pulls.map((pull) => pull[of]).join()) fields[name] = text;
    }
    if (method !== open.method) fields.method = method;
    if (weight !== open.weight) fields.weight = String(weight);
    return fields;
  }

  build(holder: HTMLElement, page: Page): void {
    this.holder = holder;
    this.page = page;
    holder.innerHTML = `
      <div class="row methods" role="group" ${labelled({ en: "Method", zh: "方法" })}></div>
      <div class="pair"><figure class="card drawn tasks">
        <figcaption><span class="rule"></span><small>${both({ en: "Dashed arrows: where tasks 1 and 2 pull, minus their gradients. Solid arrow: the step. Shaded: steps by which both losses fall.", zh: "虚线箭头：任务 1、2 的负梯度方向；实线箭头：实际的一步；阴影：使两个损失都下降的方向。" })}</small></figcaption>
        <div class="plot"></div>
        <p class="hint">${both({ en: "Drag the ends of the dashed arrows. Keyboard: Tab to an end; left and right turn it by 1°, up and down change its length by 0.1, with Shift ten times as much.", zh: "拖动虚线箭头的末端。键盘操作：用 Tab 选中末端，左右键每次转 1°，上下键每次将长度改变 0.1，按住 Shift 为十倍。" })}</p>
        ${slider("weight", { en: "fixed weights: weight of task 1 (of 2)", zh: "固定权重：任务 1 的权重（总和为 2）" }, 0, 2, 0.05)}
      </figure>
      <div><div class="scroll results changes" tabindex="0" role="region" ${labelled({ en: "What a step does to each loss", zh: "一步对各损失的影响" })}><table><thead><tr><th scope="col">${both({ en: "Method", zh: "方法" })}</th><th scope="col">${both({ en: "Weights", zh: "权重" })}</th><th scope="col" class="number">${both({ en: "Loss 1", zh: "损失 1" })}</th><th scope="col" class="number">${both({ en: "Loss 2", zh: "损失 2" })}</th></tr></thead><tbody></tbody></table></div>
      <p class="note">${both({ en: "Change of each loss for a unit of the learning rate, to first order, and the angle between the step and where the task pulls. Beyond 90° the loss rises.", zh: "单位学习率下各损失的一阶变化量，以及该步与任务负梯度的夹角；夹角超过 90° 时损失上升。" })}</p></div></div>`;
    this.plot = find(holder, ".plot");
    for (const method of methods) {
      const one = button(methodNames[method], () => this.take({ method }));
      one.dataset.method = method;
      find(holder, ".methods").append(one);
    }
    const weight = find<HTMLInputElement>(holder, "input.weight");
    weight.addEventListener("input", () => this.take({ weight: weight.valueAsNumber }));
    this.plot.addEventListener("pointerdown", (event) => this.drag(event));
    this.plot.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.picture()).observe(this.plot);
  }

  private take(change: Partial<Setting>): void {
    this.setting = { ...this.setting, ...change };
    this.page.changed();
  }

  private move(task: number, { length, angle }: Pull): void {
    const turned = ((((Math.round(angle) + 180) % 360) + 360) % 360) - 180;
    const pull = { length: Number(Math.max(shortest, Math.min(longest, length)).toFixed(1)), angle: turned };
    this.take({ pulls: this.setting.pulls.map((one, i) => (i === task ? pull : one)) });
  }

  show(): void {
    const { method, weight, pulls } = this.setting;
    this.holder.querySelectorAll<HTMLElement>("[data-method]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.method === method)));
    write(find(this.holder, ".rule"), rules[method]);
    setSlider(this.holder, "weight", weight, number(weight));
    this.certified.want(JSON.stringify([pulls, weight]));
    this.picture();
    this.table();
  }

  private heard(): void {
    this.show();
    const [first, second] = this.gradients.map((gradient) => number(changeOf(gradient, this.combined(this.setting.method)), 4));
    this.page.announce({ en: `${say(methodNames[this.setting.method])}: loss 1 changes by ${first}, loss 2 by ${second}`, zh: `${say(methodNames[this.setting.method])}：损失 1 变化 ${first}，损失 2 变化 ${second}` });
  }

  private scales(): { x: Scale; y: Scale; width: number; height: number } {
    const width = Math.min(560, Math.max(280, this.plot.clientWidth || 560));
    const height = Math.round((width - 54) * aspect) + 58;
    const side = sides.find((one) => Math.hypot(...this.combined(this.setting.method).direction) <= aspect * one) ?? sides[1];
    return { x: scale(-side, side, 42, width - 12), y: scale(-aspect * side, aspect * side, height - 40, 18), width, height };
  }

  private picture(): void {
    if (this.holder.closest<HTMLElement>(".screen")?.hidden) return;
    const { x, y, width, height } = this.scales();
    const layout = `${width} ${x.high} ${document.documentElement.lang}`;
    if (layout !== this.layout) {
      const focused = this.handles.indexOf(document.activeElement as unknown as SVGCircleElement);
      this.layout = layout;
      this.plot.innerHTML = `<svg viewBox="0 0 ${width} ${height}" style="max-width:${width}px" role="group" ${labelled({ en: "The gradients of two tasks and the step; the table below holds the numbers", zh: "两个任务的梯度与实际的一步；数值见下方表格" })}><path class="s2 area both-fall"/>${axes(x, y, { x: "", y: "" })}${[0, 1].map((task) => `<path class="curve s${task} pull" stroke-dasharray="7 4"/>`).join("")}<path class="curve step"/><g class="handles"></g><g class="numbers" aria-hidden="true">${[1, 2].map((task) => `<text class="title" text-anchor="middle">${say({ en: `task ${task}`, zh: `任务 ${task}` })}</text>`).join("")}</g></svg>`;
      this.handles = this.setting.pulls.map((_, task) => {
        const handle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
        for (const [name, text] of Object.entries({ r: "9", class: `handle of-class s${task}`, role: "slider", tabindex: "0", "aria-valuemin": "-180", "aria-valuemax": "180", "aria-label": say({ en: `Task ${task + 1}`, zh: `任务 ${task + 1}` }) })) handle.setAttribute(name, text);
        return handle;
      });
      find(this.plot, ".handles").append(...this.handles);
      if (focused >= 0) this.handles[focused].focus({ preventScroll: true });
    }
    const step = this.combined(this.setting.method);
    const ends = this.gradients.map(([a, b]) => [x(-a), y(-b)] as const);
    const labels = this.plot.querySelectorAll(".numbers text");
    this.plot.querySelectorAll(".pull").forEach((pull, task) => pull.setAttribute("d", arrow(x(0), y(0), ...ends[task])));
    find<SVGPathElement>(this.plot, ".step").setAttribute("d", arrow(x(0), y(0), x(-step.direction[0]), y(-step.direction[1])));
    find<SVGPathElement>(this.plot, ".both-fall").setAttribute("d", this.sector(x, y));
    this.handles.forEach((handle, task) => {
      const { length, angle } = this.setting.pulls[task];
      const change = changeOf(this.gradients[task], step);
      const [cx, cy] = ends[task];
      handle.setAttribute("cx", cx.toFixed(1));
      handle.setAttribute("cy", cy.toFixed(1));
      labels[task].setAttribute("transform", `translate(${cx.toFixed(1)} ${(cy - 14).toFixed(1)})`);
      handle.setAttribute("aria-valuenow", String(angle));
      handle.setAttribute("aria-valuetext", say({ en: `angle ${number(angle)} degrees, length ${number(length)}; the step changes its loss by ${number(change, 4)}`, zh: `角度 ${number(angle)} 度，长度 ${number(length)}；这一步使其损失变化 ${number(change, 4)}` }));
    });
  }

  /** The directions in which both losses fall: half a turn around each pull, and what these have in common. */
  private sector(x: Scale, y: Scale): string {
    const [first, second] = this.setting.pulls.map(({ angle }) => angle);
    const apart = ((second - first + 540) % 360) - 180;
    const half = 90 - Math.abs(apart) / 2;
    if (half <= 0) return "";
    const radius = 0.97 * y.high;
    const at = (degrees: number): string => `${x(radius * Math.cos(radians(degrees))).toFixed(1)} ${y(radius * Math.sin(radians(degrees))).toFixed(1)}`;
    const middle = first + apart / 2;
    const pixels = (x(radius) - x(0)).toFixed(1);
    return `M${x(0)} ${y(0)}L${at(middle - half)}A${pixels} ${pixels} 0 0 0 ${at(middle + half)}Z`;
  }

  private table(): void {
    const isCertified = this.certified.answer !== null;
    find(this.holder, ".changes tbody").innerHTML = methods.map((method) => {
      const one = this.combined(method);
      const cells = this.gradients.map((gradient) => {
        const change = changeOf(gradient, one);
        const angle = between(gradient, one);
        return `<td class="number${change > unchanged ? " worse" : ""}">${number(Math.abs(change) < unchanged ? 0 : change, 4)} <span class="range">${both(verdict(change))}${Number.isFinite(angle) ? ` · ${number(angle, 3)}°` : ""}</span></td>`;
      });
      return `<tr data-of="${method}" data-direction="${one.direction.join()}" data-changes="${this.gradients.map((gradient) => changeOf(gradient, one)).join()}"${method === this.setting.method ? ' class="best"' : ""}><th scope="row">${both(methodNames[method])}</th><td>${mark(isCertified)} ${one.weights.map((weight) => number(weight, 4)).join("; ")}</td>${cells.join("")}</tr>`;
    }).join("");
    this.holder.dataset.certified = isCertified ? JSON.stringify([this.setting.pulls, this.setting.weight]) : "";
  }

  private drag(event: PointerEvent): void {
    const { x, y } = this.scales();
    hold(this.plot, event, this.gradients.map(([a, b], task) => ({ element: this.handles[task], x: x(-a), y: y(-b) })), (task, now) => {
      const box = this.plot.getBoundingClientRect();
      const [dx, dy] = [x.invert(now.clientX - box.left), y.invert(now.clientY - box.top)];
      this.move(task, { length: Math.hypot(dx, dy), angle: (180 / Math.PI) * Math.atan2(dy, dx) });
    });
  }

  private key(event: KeyboardEvent): void {
    const task = this.handles.indexOf(event.target as SVGCircleElement);
    if (task < 0) return;
    const { length, angle } = this.setting.pulls[task];
    const by = event.shiftKey ? 10 : 1;
    const places: Record<string, Pull> = { ArrowRight: { length, angle: angle + by }, ArrowLeft: { length, angle: angle - by }, ArrowUp: { length: length + 0.1 * by, angle }, ArrowDown: { length: length - 0.1 * by, angle }, Home: { length, angle: -180 }, End: { length, angle: 179 } };
    if (!Object.hasOwn(places, event.key)) return;
    event.preventDefault();
    this.move(task, places[event.key]);
  }
}

function opening(): Setting {
  return { pulls: scene.tasks.pulls.map(([length, angle]) => ({ length, angle })), method: methods[0], weight: scene.tasks.weight };
}
