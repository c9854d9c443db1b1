import { type Chart, minima } from "minima:pages";
import scene from "../../../../../explorer/scenes/embedding.json";
import { FieldReader, type Fields } from "../address";
import { Announcer, button, find, setSlider, slider, write } from "../dom";
import { Refusal, Withdrawn } from "../engine";
import { arrow, axes, handleStep, scale, type Scale } from "../plot";
import { Screen } from "../screen";
import { store } from "../store";
import { exportPanel } from "../widgets/exports";
import { hold } from "../widgets/held";
import { predictFirst } from "../widgets/predict";
import { both, labelled, number, say } from "../words";
import { embeddingExports } from "./embedding-exports";
import { classes, classNames, compares, distances, learned, type Learned, names, type Place, type Pulls, pulls, type State, step } from "./embedding-losses";

interface Setting { learned: Learned; parameter: number; points: Place[]; rate: number; steps: number }

const mostSteps = 200;
const farthest = 1e4;
/** The longest arrow, in pixels. */
const longest = 70;
const shapes = ["M-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0", "M-6.5 -6.5h13v13h-13z", "M0 -8.5L8 6H-8z"];

/** Twelve points of three classes in a plane, which a loss moves. */
export class Embedding extends Screen {
  readonly name = "embedding";
  private setting: Setting = opening();
  /** The states before the first step, after it, and so on, with what pulls at each. */
  private path: State[] = [];
  private forces: Pulls[] = [];
  private pathOf = "";
  private round = 0;
  private running = false;
  private layout = "";
  private handles: SVGPathElement[] = [];
  private plot!: HTMLElement;
  private chart!: Chart;
  private announcer!: Announcer;

  read(fields: Fields): string[] {
    const given = new FieldReader(fields);
    const open = opening();
    const loss = given.one("loss", learned.map((one) => one.loss), open.learned.loss);
    const one = learned.find((known) => known.loss === loss) ?? open.learned;
    const numbers = given.numbers("d", open.points.flat(), -2 * scene.range, 2 * scene.range);
    this.setting = {
      learned: one,
      parameter: given.number("value", one.parameter?.low ?? 0, one.parameter?.high ?? 0, one.parameter?.opens ?? 0),
      points: open.points.map((_, i): Place => [numbers[2 * i], numbers[2 * i + 1]]),
      rate: given.number("rate", 0.01, 10, open.rate),
      steps: Math.round(given.number("steps", 0, mostSteps, 0)),
    };
    return given.unknown;
  }

  write(): Fields {
    const { learned: one, parameter, points, rate, steps } = this.setting;
    const open = opening();
    const fields: Fields = {};
    if (one !== open.learned) fields.loss = one.loss;
    if (one.parameter && parameter !== one.parameter.opens) fields.value = String(parameter);
    if (String(points) !== String(open.points)) fields.d = String(points);
    if (rate !== open.rate) fields.rate = String(rate);
    if (steps !== 0) fields.steps = String(steps);
    return fields;
  }

  protected build(body: HTMLElement): void {
    body.innerHTML = `
      <div class="predict"></div>
      <div class="row losses" role="group" ${labelled({ en: "Loss", zh: "损失函数" })}></div>
      <fieldset class="controls sliders"><legend>${both({ en: "Steps", zh: "步进" })}</legend>
        <div class="parameter">${slider("value", { en: "parameter", zh: "参数" }, -2, 1, 0.05)}</div>${slider("rate", { en: "learning rate", zh: "学习率" }, -2, 1, 0.05)}
        <div class="row"><span class="again"></span></div></fieldset>
      <figure class="card drawn embedding">
        <figcaption><span class="rows"></span><small>${both({ en: "Classes: A ●, B ■, C ▲", zh: "类别：A ●，B ■，C ▲" })}</small></figcaption>
        <div class="plot"></div>
        <p class="reached"></p>
      </figure>
      <p class="visually-hidden live-text" aria-live="polite"></p>
      <p class="problem" role="status"></p>
      <figure class="chart distances below"><figcaption>${both({ en: "Mean distance within a class and between classes after each step", zh: "每一步之后类内与类间的平均距离" })}</figcaption></figure>
      <div class="scroll results points" tabindex="0" role="region" ${labelled({ en: "What pulls at each point", zh: "各点所受的拉力" })}><table><thead><tr><th scope="col">${both({ en: "Point", zh: "点" })}</th><th scope="col" class="number">x</th><th scope="col" class="number">y</th><th scope="col" class="number">${both({ en: "Size of the gradient", zh: "梯度的大小" })}</th></tr></thead><tbody></tbody></table></div>
      <div class="card explain below"><h3>${both({ en: "What you see", zh: "解读" })}</h3>
        <p>${both({ en: "An embedding gives each sample a place; here the twelve places themselves are learned, without a network. An arrow is minus the gradient of the loss at its point. The longest arrow of a picture has a fixed length.", zh: "嵌入为每个样本给出一个位置；这里直接学习十二个位置本身，没有网络。箭头是损失在该点的负梯度，图中最长的箭头长度固定。" })}</p>
        <p>${both({ en: "A good embedding has short distances within a class and long ones between classes. Losses that only attract (center loss, cosine distance) shorten both.", zh: "好的嵌入类内距离短、类间距离长。只吸引不排斥的损失（中心损失、余弦距离）会让两者一起变短。" })}</p></div>
      <div class="export"></div>`;
    this.plot = find(body, ".plot");
    this.announcer = new Announcer(find(body, ".live-text"));
    for (const one of learned) {
      const made = button(names[one.loss], () => this.take({ learned: one, parameter: one.parameter?.opens ?? 0 }));
      made.dataset.loss = one.loss;
      find(body, ".losses").append(made);
    }
    const value = find<HTMLInputElement>(body, "input.value");
    value.addEventListener("input", () => {
      const { low, high } = this.setting.learned.parameter ?? { low: 0, high: 0 };
      this.take({ parameter: Math.max(low, Math.min(high, Number(value.valueAsNumber.toPrecision(3)))) });
    });
    const rate = find<HTMLInputElement>(body, "input.rate");
    rate.addEventListener("input", () => this.take({ rate: Number((10 ** rate.valueAsNumber).toPrecision(2)) }));
    const more = (steps: number): void => this.take({ steps: Math.min(mostSteps, this.setting.steps + steps) });
    find(body, ".again").append(
      button({ en: "One step", zh: "一步" }, () => more(1)),
      button({ en: "20 steps", zh: "20 步" }, () => more(20)),
      button({ en: "Back to the start", zh: "回到起点" }, () => this.take({ steps: 0 })),
    );
    this.plot.addEventListener("pointerdown", (event) => this.drag(event));
    this.plot.addEventListener("keydown", (event) => this.key(event));
    this.chart = minima.chart(find(body, "figure.distances"), () => {
      const after = this.path.map(({ points }) => distances(points));
      return {
        x: { label: { en: "step", zh: "步数" } },
        y: { label: { en: "mean distance", zh: "平均距离" } },
        height: 240,
        includeZero: "y",
        series: [
          { name: { en: "within a class", zh: "类内" }, kind: "line", style: 0, markers: after.length < 2, x: after.map((_, i) => i), y: after.map(({ within }) => within) },
          { name: { en: "between classes", zh: "类间" }, kind: "line", style: 1, markers: after.length < 2, x: after.map((_, i) => i), y: after.map(({ between }) => between) },
        ],
      };
    });
    const { points, right } = scene.predict;
    predictFirst(find(body, ".predict"), find(body, "figure.embedding"), {
      text: { en: "The triplet margin loss. On which point does the strongest pull act?", zh: "使用三元组间隔损失时，哪个点受到的拉力最大？" },
      answers: [
        { en: `Point ${points[0]}, amid the other class`, zh: `落在另一类当中的第 ${points[0]} 点` },
        { en: `Point ${points[1]}, far out in its own class`, zh: `本类中偏远的第 ${points[1]} 点` },
        { en: "On all the same", zh: "各点相同" },
      ],
      reply: async () => {
        const { points: gradients } = await pulls(learned[0], learned[0].parameter!.opens, { points: opening().points, centres: centres() });
        const size = (point: number): string => number(Math.hypot(...gradients[point - 1]), 3);
        return { right, text: { en: `Size of the gradient: point ${points[0]} ${size(points[0])}, point ${points[1]} ${size(points[1])}, point 2 ${size(2)}. Point 2 is in no triplet that breaks the margin.`, zh: `梯度的大小：第 ${points[0]} 点 ${size(points[0])}，第 ${points[1]} 点 ${size(points[1])}，第 2 点 ${size(2)}。含第 2 点的三元组都已满足间隔。` } };
      },
    }, store.isLinked);
    exportPanel(find(body, ".export"), embeddingExports(() => ({ learned: this.setting.learned, parameter: this.setting.parameter, rate: this.setting.rate, path: this.path })));
    new ResizeObserver(() => this.draw()).observe(this.plot);
  }

  private take(change: Partial<Setting>): void {
    this.setting = { ...this.setting, ...change };
    this.changed();
  }

  /** A point that is moved starts anew: the steps so far become its start. */
  private move(place: number, to: Place): void {
    const { points } = this.path[this.path.length - 1] ?? { points: this.setting.points };
    const inside = (value: number): number => Number(Math.max(-scene.range, Math.min(scene.range, value)).toFixed(2));
    this.take({ steps: 0, points: points.map(([x, y], i): Place => (i === place ? [inside(to[0]), inside(to[1])] : [inside(x), inside(y)])) });
  }

  protected show(): void {
    if (!this.plot) return;
    const { learned: one, parameter, points, rate, steps } = this.setting;
    this.querySelectorAll<HTMLElement>("[data-loss]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.loss === one.loss)));
    find(this, ".parameter").hidden = !one.parameter;
    const value = find<HTMLInputElement>(this, "input.value");
    if (one.parameter) {
      Object.assign(value, { min: String(one.parameter.low), max: String(one.parameter.high) });
      write(find(this, ".parameter .name"), one.parameter.name);
      value.setAttribute("aria-label", one.parameter.name);
    }
    for (const [name, at, text] of [["value", parameter, number(parameter)], ["rate", Math.log10(rate), number(rate)]] as const) setSlider(this, name, at, text);
    write(find(this, ".rows"), compares[one.loss]);
    const wanted = `${one.loss} ${parameter} ${rate} ${points.join()}`;
    if (wanted !== this.pathOf) {
      this.pathOf = wanted;
      this.round++;
      this.path = [{ points, centres: centres() }];
      this.forces = [];
    }
    this.path.length = Math.min(this.path.length, steps + 1);
    this.forces.length = Math.min(this.forces.length, steps + 1);
    this.dataset.settled = "";
    this.draw();
    void this.walk();
  }

  /** The library computes the gradients of one state after the other, until all steps are there. What is changed meanwhile is heard between two. */
  private async walk(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      while (this.forces.length <= this.setting.steps) {
        const round = this.round;
        const place = this.forces.length;
        if (place === this.path.length) {
          const next = step(this.path[place - 1], this.forces[place - 1], this.setting.rate);
          if (!next.points.every(([x, y]) => Math.hypot(x, y) < farthest)) break;
          this.path.push(next);
        }
        const state = this.path[place];
        const force = await pulls(this.setting.learned, this.setting.parameter, state);
        if (round !== this.round || this.path[place] !== state) continue;
        if (this.forces.length === place) this.forces.push(force);
        if (this.forces.length % 10 === 1) this.draw();
      }
      write(find(this, ".problem"), "");
    } catch (problem) {
      if (problem instanceof Refusal) write(find(this, ".problem"), problem.words);
      else if (!(problem instanceof Withdrawn)) throw problem;
    } finally {
      this.running = false;
    }
    this.draw();
    this.dataset.settled = `${this.setting.learned.loss} ${this.setting.parameter} ${this.path.length - 1}`;
    this.announcer.say(find(this, ".reached").innerText);
  }

  private scales(): { x: Scale; y: Scale; width: number; height: number } {
    const width = Math.min(680, Math.max(280, this.plot.clientWidth || 600));
    const height = Math.round((width - 54) * 0.8) + 58;
    const { points } = this.path[this.path.length - 1];
    const edge = Math.max(scene.range, ...points.flat().map((one) => 1.05 * Math.abs(one)));
    return { x: scale(-edge, edge, 42, width - 12), y: scale(-0.8 * edge, 0.8 * edge, height - 40, 18), width, height };
  }

  private draw(): void {
    if (this.hidden || this.path.length === 0) return;
    this.picture();
    this.chart.update();
    this.table();
  }

  private picture(): void {
    const { x, y, width, height } = this.scales();
    const now = this.path[this.path.length - 1];
    const force = this.forces[this.path.length - 1];
    const layout = `${width} ${x.high} ${document.documentElement.lang}`;
    if (layout !== this.layout) {
      const focused = this.handles.indexOf(document.activeElement as unknown as SVGPathElement);
      this.layout = layout;
      this.plot.innerHTML = `<svg viewBox="0 0 ${width} ${height}" style="max-width:${width}px" role="group" ${labelled({ en: "Twelve points of three classes; the table below holds the numbers", zh: "三个类的十二个点；数值见下方表格" })}>${axes(x, y, { x: "x", y: "y" }, { x: 8, y: 6 })}<path class="axis" d="M${x(0) - 7} ${y(0)}h14M${x(0)} ${y(0) - 7}v14"/><path class="field trails"/><g class="centres"></g><path class="field pulls"/><g class="handles"></g><g class="numbers" aria-hidden="true">${classes.map((_, i) => `<text x="10" y="-8">${i + 1}</text>`).join("")}</g></svg>`;
      this.handles = classes.map((kind, i) => {
        const handle = document.createElementNS("http://www.w3.org/2000/svg", "path");
        for (const [name, text] of Object.entries({ d: shapes[kind], class: `handle of-class s${kind}`, role: "slider", tabindex: "0", "aria-valuemin": String(-scene.range), "aria-valuemax": String(scene.range), "aria-label": say({ en: `Point ${i + 1}, class ${classNames[kind]}`, zh: `第 ${i + 1} 点，类 ${classNames[kind]}` }) })) handle.setAttribute(name, text);
        return handle;
      });
      find(this.plot, ".handles").append(...this.handles);
      if (focused >= 0) this.handles[focused].focus({ preventScroll: true });
    }
    const numbers = this.plot.querySelectorAll(".numbers text");
    this.handles.forEach((handle, i) => {
      const [px, py] = now.points[i];
      const size = force ? number(Math.hypot(...force.points[i]), 3) : "…";
      for (const moved of [handle, numbers[i]]) moved.setAttribute("transform", `translate(${x(px).toFixed(1)} ${y(py).toFixed(1)})`);
      handle.setAttribute("aria-valuenow", String(px));
      handle.setAttribute("aria-valuetext", say({ en: `x = ${number(px, 3)}, y = ${number(py, 3)}; size of the gradient ${size}`, zh: `x = ${number(px, 3)}，y = ${number(py, 3)}；梯度的大小 ${size}` }));
    });
    find<SVGPathElement>(this.plot, ".trails").setAttribute("d", this.path.length < 2 ? "" : now.points.map((_, i) => this.path.map(({ points: at }, k) => `${k === 0 ? "M" : "L"}${x(at[i][0]).toFixed(1)} ${y(at[i][1]).toFixed(1)}`).join("")).join(""));
    const hasCentres = this.setting.learned.target === "class";
    find(this.plot, ".centres").innerHTML = hasCentres ? now.centres.map(([cx, cy], k) => `<path class="curve s${k}" d="M${(x(cx) - 7).toFixed(1)} ${(y(cy) - 7).toFixed(1)}l14 14m0 -14l-14 14"/>`).join("") : "";
    const all = force ? [...now.points.map((at, i) => [at, force.points[i]] as const), ...(hasCentres ? now.centres.map((at, k) => [at, force.centres[k]] as const) : [])] : [];
    const largest = Math.max(1e-12, ...all.map(([, g]) => Math.hypot(...g)));
    find<SVGPathElement>(this.plot, ".pulls").setAttribute("d", all.filter(([, g]) => Math.hypot(...g) > 1e-6 * largest && Math.hypot(...g) > 1e-9).map(([at, g]) => arrow(x(at[0]), y(at[1]), x(at[0]) - (longest * g[0]) / largest, y(at[1]) + (longest * g[1]) / largest)).join(""));
  }

  private table(): void {
    const now = this.path[this.path.length - 1];
    const force = this.forces[this.path.length - 1];
    const [before, after] = [distances(this.path[0].points), distances(now.points)];
    const steps = this.path.length - 1;
    const loss = force ? number(force.value, 6) : "…";
    write(find(this, ".reached"), {
      en: `After ${steps} steps: loss ${loss}; mean distance within a class ${number(after.within, 4)} (at the start ${number(before.within, 4)}), between classes ${number(after.between, 4)} (at the start ${number(before.between, 4)}).${steps < this.setting.steps && !this.running ? " The points ran out of bounds." : ""}`,
      zh: `${steps} 步之后：损失 ${loss}；类内平均距离 ${number(after.within, 4)}（开始时 ${number(before.within, 4)}），类间平均距离 ${number(after.between, 4)}（开始时 ${number(before.between, 4)}）。${steps < this.setting.steps && !this.running ? "点已发散，到此为止。" : ""}`,
    });
    Object.assign(this.dataset, { value: force ? String(force.value) : "", within: String(after.within), between: String(after.between) });
    find(this, ".points tbody").innerHTML = now.points.map(([x, y], i) => `<tr data-x="${x}" data-y="${y}" data-gradient="${force ? force.points[i].join() : ""}"><th scope="row">${i + 1} <span class="range">${both({ en: `class ${classNames[classes[i]]}`, zh: `类 ${classNames[classes[i]]}` })}</span></th><td class="number">${number(x, 4)}</td><td class="number">${number(y, 4)}</td><td class="number">${force ? number(Math.hypot(...force.points[i]), 4) : "…"}</td></tr>`).join("");
  }

  private drag(event: PointerEvent): void {
    const { x, y } = this.scales();
    const { points } = this.path[this.path.length - 1];
    hold(this.plot, event, points.map(([px, py], i) => ({ element: this.handles[i], x: x(px), y: y(py) })), (place, now) => {
      const box = this.plot.getBoundingClientRect();
      const by = handleStep((x.high - x.low) / (x(x.high) - x(x.low)));
      const rounded = (value: number): number => Math.round(value / by) * by;
      this.move(place, [rounded(x.invert(now.clientX - box.left)), rounded(y.invert(now.clientY - box.top))]);
    });
  }

  private key(event: KeyboardEvent): void {
    const place = this.handles.indexOf(event.target as SVGPathElement);
    if (place < 0) return;
    const [x, y] = this.path[this.path.length - 1].points[place];
    const by = event.shiftKey ? 1 : 0.1;
    const places: Record<string, Place> = { ArrowRight: [x + by, y], ArrowLeft: [x - by, y], ArrowUp: [x, y + by], ArrowDown: [x, y - by], Home: [-scene.range, y], End: [scene.range, y] };
    if (!Object.hasOwn(places, event.key)) return;
    event.preventDefault();
    this.move(place, places[event.key]);
  }
}

const centres = (): Place[] => scene.centres.map(([x, y]): Place => [x, y]);

function opening(): Setting {
  return { learned: learned[0], parameter: learned[0].parameter?.opens ?? 0, points: scene.points.map(([x, y]): Place => [x, y]), rate: scene.rate, steps: 0 };
}
