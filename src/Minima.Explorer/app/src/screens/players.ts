import { type Chart, minima } from "minima:pages";
import scene from "../../../../../explorer/scenes/players.json";
import { FieldReader, type Fields } from "../address";
import { sigmoid } from "../binary-metrics";
import { Announcer, button, find, setSlider, slider, write } from "../dom";
import { engine, type Formula, Refusal, type TensorsReply, Withdrawn } from "../engine";
import { arrow, axes, dashes, polyline, scale, type Scale } from "../plot";
import { Screen } from "../screen";
import { store } from "../store";
import { exportPanel } from "../widgets/exports";
import { predictFirst } from "../widgets/predict";
import { both, labelled, number, type Words } from "../words";
import { playersExports } from "./players-exports";

export type Game = (typeof scene.games)[number];

/** The state of both players: the generator's number theta, and the discriminator's slope psi. */
export interface Position { theta: number; psi: number }

export interface Setting { game: Game; start: Position; rate: number; penalty: number; isAlternating: boolean; steps: number }

const names: Record<string, Words> = {
  minimax: { en: "minimax", zh: "极小极大（minimax）" },
  nonsaturating: { en: "non-saturating", zh: "非饱和" },
  lsgan: { en: "least squares (LSGAN)", zh: "最小二乘（LSGAN）" },
  wgan: { en: "critic (WGAN, without a limit on its slope)", zh: "评判器（WGAN，不限制斜率）" },
};
const mostSteps = 5000;
const farthest = 1e6;
const cells = 13;

/** A generator of one number against a discriminator of one slope. */
export class Players extends Screen {
  readonly name = "players";
  private setting: Setting = opening();
  private formulas = new Map<string, Formula>();
  private path: Position[] = [];
  private field: { theta: number; psi: number; byTheta: number; byPsi: number }[] = [];
  private fieldOf = "";
  private round = 0;
  private plot!: HTMLElement;
  private distance!: Chart;
  private gradients!: Chart;
  private announcer!: Announcer;

  read(fields: Fields): string[] {
    const given = new FieldReader(fields);
    const open = opening();
    const id = given.one("game", scene.games.map((game) => game.id), open.game.id);
    this.setting = {
      game: scene.games.find((game) => game.id === id) ?? open.game,
      start: { theta: given.number("theta", -scene.range, scene.range, open.start.theta), psi: given.number("psi", -scene.range, scene.range, open.start.psi) },
      rate: given.number("rate", 0.001, 2, open.rate),
      penalty: given.number("penalty", 0, 5, open.penalty),
      isAlternating: given.number("alternate", 0, 1, 0) >= 0.5,
      steps: Math.round(given.number("steps", 0, mostSteps, open.steps)),
    };
    return given.unknown;
  }

  write(): Fields {
    const { game, start, rate, penalty, isAlternating, steps } = this.setting;
    const open = opening();
    const fields: Fields = {};
    if (game.id !== open.game.id) fields.game = game.id;
    if (start.theta !== open.start.theta) fields.theta = String(start.theta);
    if (start.psi !== open.start.psi) fields.psi = String(start.psi);
    if (rate !== open.rate) fields.rate = String(rate);
    if (penalty !== open.penalty) fields.penalty = String(penalty);
    if (isAlternating) fields.alternate = "1";
    if (steps !== open.steps) fields.steps = String(steps);
    return fields;
  }

  protected build(body: HTMLElement): void {
    body.innerHTML = `
      <div class="predict"></div>
      <div class="row games" role="group" ${labelled({ en: "Losses of the two players", zh: "双方的损失函数" })}></div>
      <fieldset class="controls sliders"><legend>${both({ en: "Start and steps", zh: "起点与步长" })}</legend>
        ${slider("theta", { en: "theta at the start", zh: "theta 的起点" }, -scene.range, scene.range, 0.1)}${slider("psi", { en: "psi at the start", zh: "psi 的起点" }, -scene.range, scene.range, 0.1)}${slider("rate", { en: "learning rate", zh: "学习率" }, -3, 0, 0.05)}${slider("penalty", { en: "penalty on the slope at real data (R1)", zh: "真实数据处的斜率惩罚（R1）" }, 0, 2, 0.1)}
        <div class="row"><label class="check"><input class="alternate" type="checkbox"> ${both({ en: "alternate: the generator answers to the updated discriminator", zh: "交替更新：生成器根据更新后的判别器更新" })}</label><span class="again"></span></div></fieldset>
      <figure class="card drawn players">
        <figcaption>${both({ en: "Arrows: where one step takes both players. Curve: their path from the start (○). Equilibrium: the middle (+).", zh: "箭头：一步更新的方向；曲线：从起点（○）出发的轨迹；均衡点在正中（+）。" })}</figcaption>
        <div class="plot"></div>
        <p class="reached"></p>
      </figure>
      <p class="visually-hidden live-text" aria-live="polite"></p>
      <figure class="chart distance below"><figcaption>${both({ en: "Distance from the equilibrium after each step", zh: "每一步之后与均衡点的距离" })}</figcaption></figure>
      <figure class="chart gradients below reveals"><figcaption>${both({ en: "Size of the generator's gradient at the discriminator's output", zh: "生成器的梯度（对判别器输出）的绝对值" })}<small>${both({ en: "Far to the left the discriminator is sure that the sample is generated", zh: "越靠左，判别器越确信样本是生成的" })}</small></figcaption></figure>
      <div class="card explain below"><h3>${both({ en: "What you see", zh: "解读" })}</h3>
        <p>${both({ en: "All real data are 0. The generator gives the number theta, and the discriminator's output at x is psi times x. Both are right where theta and psi are 0: generated and real data are equal. (Mescheder, Geiger and Nowozin 2018, arXiv:1801.04406.)", zh: "真实数据全为 0，生成器给出一个数 theta，判别器在 x 处的输出为 psi · x。theta 与 psi 都为 0 时达到均衡：生成数据与真实数据相同。（Mescheder、Geiger 与 Nowozin，2018，arXiv:1801.04406。）" })}</p>
        <p>${both({ en: "Near the equilibrium the field turns around it instead of pointing at it. With simultaneous steps the distance grows: for the critic by the factor √(1 + rate²) a step. A penalty on the discriminator's slope bends the arrows inwards, and the path settles.", zh: "在均衡点附近，向量场绕着它旋转，而不是指向它。同时更新时距离不断增大：评判器的情形每步乘以 √(1 + 学习率²)。对判别器的斜率加惩罚后，箭头向内弯，轨迹才会收敛。" })}</p>
        <p>${both({ en: "If the discriminator is sure that a sample is generated, the minimax loss gives the generator almost no gradient. The non-saturating loss has the same equilibrium and keeps a gradient of about 1 there.", zh: "当判别器确信样本是生成的，minimax 损失几乎不给生成器梯度；非饱和损失的均衡点相同，而此处的梯度仍约为 1。" })}</p></div>
      <div class="export"></div>`;
    this.plot = find(body, ".plot");
    this.announcer = new Announcer(find(body, ".live-text"));
    for (const game of scene.games) {
      const one = button(names[game.id], () => this.take({ game }));
      one.dataset.game = game.id;
      find(body, ".games").append(one);
    }
    const listen = (name: string, act: (value: number) => void): void => {
      const input = find<HTMLInputElement>(body, `input.${name}`);
      input.addEventListener("input", () => act(input.valueAsNumber));
    };
    listen("theta", (theta) => this.take({ start: { ...this.setting.start, theta } }));
    listen("psi", (psi) => this.take({ start: { ...this.setting.start, psi } }));
    listen("rate", (value) => this.take({ rate: Number((10 ** value).toPrecision(2)) }));
    listen("penalty", (penalty) => this.take({ penalty }));
    const alternate = find<HTMLInputElement>(body, "input.alternate");
    alternate.addEventListener("change", () => this.take({ isAlternating: alternate.checked }));
    const more = (steps: number): void => this.take({ steps: Math.min(mostSteps, this.setting.steps + steps) });
    find(body, ".again").append(button({ en: "One step", zh: "一步" }, () => more(1)), button({ en: "100 steps", zh: "100 步" }, () => more(100)), button({ en: "Back to the start", zh: "回到起点" }, () => this.take({ steps: 0 })));
    this.plot.addEventListener("pointerdown", (event) => {
      const { x, y } = this.scales();
      const box = this.plot.getBoundingClientRect();
      const inside = (value: number): number => Number(Math.max(-scene.range, Math.min(scene.range, value)).toFixed(1));
      this.take({ start: { theta: inside(x.invert(event.clientX - box.left)), psi: inside(y.invert(event.clientY - box.top)) } });
    });
    this.distance = minima.chart(find(body, "figure.distance"), () => ({
      x: { label: { en: "step", zh: "步数" } },
      y: { label: { en: "distance", zh: "距离" } },
      height: 240,
      includeZero: "y",
      series: [{ name: names[this.setting.game.id], kind: "line" as const, style: scene.games.indexOf(this.setting.game), x: this.path.map((_, i) => i), y: this.path.map(({ theta, psi }) => Math.hypot(theta, psi)) }],
    }));
    const outputs = Array.from({ length: 81 }, (_, i) => i / 4 - 10);
    this.gradients = minima.chart(find(body, "figure.gradients"), () => ({
      x: { label: { en: "output of the discriminator", zh: "判别器的输出" } },
      y: { label: { en: "size of the gradient", zh: "梯度的绝对值" }, log: true },
      height: 260,
      series: scene.games.flatMap(({ id, own }, style) => {
        const formula = this.formulas.get(own);
        return formula ? [{ name: names[id], kind: "line" as const, style, x: outputs, y: outputs.map((z) => Math.abs(formula.slope(z, 0)) || null) }] : [];
      }),
    }));
    predictFirst(find(body, ".predict"), find(body, "figure.players"), {
      text: { en: `The discriminator is nearly perfect: at a generated sample its output is ${number(scene.predict.output)}, a probability of ${number(sigmoid(scene.predict.output), 3)} of being real. What does a generator with the minimax loss learn?`, zh: `判别器近乎完美：在生成样本处输出 ${number(scene.predict.output)}，即认为它为真的概率只有 ${number(sigmoid(scene.predict.output), 3)}。使用 minimax 损失的生成器能学到什么？` },
      answers: [{ en: "Almost nothing", zh: "几乎什么都学不到" }, { en: "It takes large steps", zh: "更新幅度很大" }, { en: "As much as with the non-saturating loss", zh: "与非饱和损失一样多" }],
      reply: async () => {
        const [minimax, nonsaturating] = await Promise.all(scene.games.slice(0, 2).map(async ({ generator }) => (await engine.ask<TensorsReply>("tensors", { loss: generator, inputs: { fake: [scene.predict.output] } })).gradients.fake[0]));
        return { right: scene.predict.right, text: { en: `Gradient at the output: minimax ${number(minimax, 3)}, non-saturating ${number(nonsaturating, 6)}.`, zh: `对输出的梯度：minimax 为 ${number(minimax, 3)}，非饱和为 ${number(nonsaturating, 6)}。` } };
      },
    }, store.isLinked);
    exportPanel(find(body, ".export"), playersExports(() => ({ setting: this.setting, path: this.path })));
    new ResizeObserver(() => this.picture()).observe(this.plot);
    Promise.all(scene.written.map(async (loss) => [loss, await engine.formula(loss)] as const)).then((formulas) => {
      this.formulas = new Map(formulas);
      this.show();
    }, (problem: Error) => {
      if (!(problem instanceof Refusal)) throw problem;
    });
  }

  private take(change: Partial<Setting>): void {
    this.setting = { ...this.setting, ...change };
    this.changed();
  }

  protected show(): void {
    if (!this.plot) return;
    const { game, start, rate, penalty, isAlternating, steps } = this.setting;
    this.querySelectorAll<HTMLElement>("[data-game]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.game === game.id)));
    for (const [name, value, text] of [["theta", start.theta, number(start.theta)], ["psi", start.psi, number(start.psi)], ["rate", Math.log10(rate), number(rate)], ["penalty", penalty, number(penalty)]] as const) setSlider(this, name, value, text);
    find<HTMLInputElement>(this, "input.alternate").checked = isAlternating;
    if (this.formulas.size === 0) return;
    this.path = walk(this.setting, this.formulas);
    const last = this.path[this.path.length - 1];
    const [from, to] = [Math.hypot(start.theta, start.psi), Math.hypot(last.theta, last.psi)];
    Object.assign(this.dataset, { theta: String(last.theta), psi: String(last.psi), steps: String(this.path.length - 1) });
    write(find(this, ".reached"), {
      en: `After ${this.path.length - 1} steps: theta = ${number(last.theta, 4)}, psi = ${number(last.psi, 4)}; the distance from the equilibrium was ${number(from, 4)} and is ${number(to, 4)}.${this.path.length - 1 < steps ? " The path ran out of bounds." : ""}`,
      zh: `${this.path.length - 1} 步之后：theta = ${number(last.theta, 4)}，psi = ${number(last.psi, 4)}；与均衡点的距离由 ${number(from, 4)} 变为 ${number(to, 4)}。${this.path.length - 1 < steps ? "轨迹已发散，到此为止。" : ""}`,
    });
    this.announcer.say(`theta ${number(last.theta, 4)}, psi ${number(last.psi, 4)}`);
    this.picture();
    this.distance.update();
    this.gradients.update();
    const wanted = `${game.id} ${penalty}`;
    if (wanted !== this.fieldOf) {
      this.fieldOf = wanted;
      this.dataset.field = "";
      void this.arrows(wanted);
    }
  }

  /** The library's losses and gradients at all places of the field at once: a mean over n places has the n-th part of each gradient. */
  private async arrows(wanted: string): Promise<void> {
    const round = ++this.round;
    const { game, penalty } = this.setting;
    const along = Array.from({ length: cells }, (_, i) => scene.range * ((2 * i) / (cells - 1) - 1));
    const places = along.flatMap((theta) => along.map((psi) => ({ theta, psi })));
    const n = places.length;
    const fake = places.map(({ theta, psi }) => theta * psi);
    try {
      const discriminator = await engine.ask<TensorsReply>("tensors", { loss: game.discriminator, inputs: { real: new Array<number>(n).fill(0), fake } }, "players discriminator");
      const generator = await engine.ask<TensorsReply>("tensors", { loss: game.generator, inputs: { real: new Array<number>(n).fill(0), fake } }, "players generator");
      if (round !== this.round) return;
      this.field = places.map((place, i) => ({ ...place, byTheta: -n * generator.gradients.fake[i] * place.psi, byPsi: -n * discriminator.gradients.fake[i] * place.theta - penalty * place.psi }));
      this.dataset.difference = String(Math.max(...this.field.map(({ theta, psi, byTheta, byPsi }) => {
        const own = forces(this.setting, this.formulas, { theta, psi });
        return Math.max(Math.abs(own.theta - byTheta), Math.abs(own.psi - byPsi));
      })));
      this.dataset.field = wanted;
      this.picture();
    } catch (problem) {
      if (!(problem instanceof Withdrawn || problem instanceof Refusal)) throw problem;
    }
  }

  private scales(): { x: Scale; y: Scale; width: number; height: number } {
    const width = Math.min(640, Math.max(280, this.plot.clientWidth || 600));
    const height = Math.round(width * 0.8);
    const edge = scene.range * 1.08;
    return { x: scale(-edge, edge, 42, width - 12), y: scale(-edge, edge, height - 40, 18), width, height };
  }

  private picture(): void {
    const { x, y, width, height } = this.scales();
    const cell = (x(scene.range) - x(-scene.range)) / (cells - 1);
    const largest = Math.max(1e-12, ...this.field.map(({ byTheta, byPsi }) => Math.hypot(byTheta, byPsi)));
    // Lengths grow with the square root, so that weak arrows are still seen.
    const arrows = this.field.map(({ theta, psi, byTheta, byPsi }) => {
      const size = Math.hypot(byTheta, byPsi);
      if (size < 1e-9) return "";
      const length = (0.95 * cell * Math.sqrt(size / largest)) / size;
      return arrow(x(theta), y(psi), x(theta) + byTheta * length, y(psi) - byPsi * length);
    }).join("");
    const style = scene.games.indexOf(this.setting.game);
    const [cx, cy] = [x(0), y(0)];
    const start = this.path[0];
    this.plot.innerHTML = `<svg viewBox="0 0 ${width} ${height}" style="max-width:${width}px" role="img" ${labelled({ en: "Vector field and path of theta (across) and psi (up); the text below holds the numbers", zh: "theta（横轴）与 psi（纵轴）的向量场和轨迹；数值见下方文字" })}><defs><clipPath id="players-clip"><rect x="42" y="4" width="${width - 54}" height="${height - 44}"/></clipPath></defs>${axes(x, y, { x: "theta", y: "psi" }, { x: 6, y: 6 })}<g clip-path="url(#players-clip)"><path class="field" d="${arrows}"/><path class="curve s${style}" stroke-dasharray="${dashes[style]}" d="${polyline(this.path.map(({ theta, psi }) => [x(theta), y(psi)] as const))}"/><path class="axis" d="M${cx - 7} ${cy}h14M${cx} ${cy - 7}v14"/>${start ? `<circle class="begun" r="6" cx="${x(start.theta).toFixed(1)}" cy="${y(start.psi).toFixed(1)}"/>` : ""}</g></svg>`;
  }
}

function opening(): Setting {
  return { game: scene.games[0], start: { theta: scene.start[0], psi: scene.start[1] }, rate: scene.rate, penalty: 0, isAlternating: false, steps: 100 };
}

/** Minus the gradients: of the generator's loss by theta, and of the discriminator's by psi. The output at a real sample, which is 0, does not depend on psi. */
function forces({ game, penalty }: Setting, formulas: ReadonlyMap<string, Formula>, { theta, psi }: Position): Position {
  const output = theta * psi;
  return { theta: -formulas.get(game.own)!.slope(output, 0) * psi, psi: -formulas.get(game.fake)!.slope(output, 0) * theta - penalty * psi };
}

function walk(setting: Setting, formulas: ReadonlyMap<string, Formula>): Position[] {
  const path: Position[] = [setting.start];
  while (path.length <= setting.steps) {
    const now = path[path.length - 1];
    const force = forces(setting, formulas, now);
    const psi = now.psi + setting.rate * force.psi;
    const theta = now.theta + setting.rate * (setting.isAlternating ? forces(setting, formulas, { theta: now.theta, psi }).theta : force.theta);
    if (!(Math.hypot(theta, psi) < farthest)) break;
    path.push({ theta, psi });
  }
  return path;
}
