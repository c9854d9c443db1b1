import { type Chart, minima } from "minima:pages";
import scene from "../../../../../explorer/scenes/imbalance.json";
import { type Fields, readNumber } from "../address";
import { type Bin, calibration, calibrationError, decisions, type Decisions, type Ranking, ranking, sigmoid } from "../binary-metrics";
import { Announcer, button, find, setSlider, slider, write } from "../dom";
import { type ConstantReply, engine, type EvaluationReply, type Formula, Refusal, Withdrawn } from "../engine";
import { fitLinear, type LinearModel, objective, penalty, score, steepest } from "../linear-model";
import { type IsNewest, Newest, rested } from "../newest";
import { axes, dashes, key, scale } from "../plot";
import { Screen } from "../screen";
import { store } from "../store";
import { exportPanel } from "../widgets/exports";
import { predictFirst } from "../widgets/predict";
import { both, labelled, number, percent, say, type Words } from "../words";
import { draw, type Sample } from "./imbalance-data";
import { imbalanceExports } from "./imbalance-exports";

/** A loss on the screen, the model that it fits, and how that model judges rows it has not seen. */
export interface Rival {
  name: Words;
  spec: string;
  formula?: Formula;
  model?: LinearModel;
  mean: number;
  /** The largest derivative of what is minimised, as the library computes it; certified where it vanishes. */
  slope: number;
  certified: boolean;
  /** The loss is not convex: other minima are not excluded. */
  isLocal: boolean;
  problem?: Refusal;
  judged?: Judged;
  /** The probability that it predicts where there are no features. */
  constant?: number;
}

interface Judged { ranking: Ranking; decisions: Decisions; bins: Bin[]; mean: number }

const restMilliseconds = 150;
const flat = 1e-10;
const names: Words[] = [{ en: "cross-entropy", zh: "交叉熵" }, { en: "focal", zh: "focal 损失" }, { en: "class weights", zh: "类别加权" }, { en: "logit adjustment", zh: "logit 调整" }];
const groups: Words[] = [{ en: "0, easy", zh: "0，易" }, { en: "0, hard", zh: "0，难" }, { en: "1, easy", zh: "1，易" }, { en: "1, hard", zh: "1，难" }];
const gammas = scene.losses.filter((loss) => loss.includes("gamma=")).map((loss) => Number(loss.slice(loss.indexOf("=") + 1)));

/** Few rows of one class: which loss trains what, and what its numbers then mean. */
export class Imbalance extends Screen {
  readonly name = "imbalance";
  private ratio = scene.ratio;
  private gamma = scene.gamma;
  private alpha: number | null = null;
  /** Null for the ratio of the counts, which balances the classes. */
  private weight: number | null = null;
  private tau = 1;
  private isFlipped = false;
  private seed = scene.seed;
  private sample!: Sample;
  private heldOut!: Sample;
  private drawn = "";
  private rivals: Rival[] = [];
  private frame = 0;
  private readonly certifying = new Newest((isNewest) => this.certify(isNewest));
  private byGamma: (number | null)[] = gammas.map(() => null);
  private plot!: HTMLElement;
  private curves!: Chart;
  private reliability!: Chart;
  private constants!: Chart;
  private announcer!: Announcer;

  read(fields: Fields): string[] {
    const { ratio, gamma, alpha, weight, tau, flips, seed, ...unknown } = fields;
    const bad = Object.keys(unknown);
    const take = <T>(name: string, text: string | undefined, low: number, high: number, otherwise: T): number | T => {
      const value = readNumber(text, low, high);
      if (text !== undefined && value === null) bad.push(name);
      return value ?? otherwise;
    };
    this.ratio = Math.round(take("ratio", ratio, scene.ratios[0], scene.ratios[1], scene.ratio));
    this.gamma = take("gamma", gamma, 0, 10, scene.gamma);
    this.alpha = take("alpha", alpha, 0.001, 0.999, null);
    this.weight = take("weight", weight, 0.01, 1000, null);
    this.tau = take("tau", tau, 0, 2, 1);
    this.isFlipped = take("flips", flips, 0, 1, 0) >= 0.5;
    this.seed = Math.round(take("seed", seed, 1, 1e6, scene.seed));
    return bad;
  }

  write(): Fields {
    const fields: Fields = {};
    if (this.ratio !== scene.ratio) fields.ratio = String(this.ratio);
    if (this.gamma !== scene.gamma) fields.gamma = String(this.gamma);
    if (this.alpha !== null) fields.alpha = String(this.alpha);
    if (this.weight !== null) fields.weight = String(this.weight);
    if (this.tau !== 1) fields.tau = String(this.tau);
    if (this.isFlipped) fields.flips = "1";
    if (this.seed !== scene.seed) fields.seed = String(this.seed);
    return fields;
  }

  protected build(body: HTMLElement): void {
    const table = (name: string, words: Words): string => `<div class="scroll results ${name}" tabindex="0" role="region" ${labelled(words)}><table><thead></thead><tbody></tbody></table></div>`;
    body.innerHTML = `
      <div class="predict"></div>
      <fieldset class="controls sliders"><legend>${both({ en: "Data and losses", zh: "数据与损失函数" })}</legend>
        ${slider("ratio", { en: "class 1 : class 0", zh: "类别 1 : 类别 0" }, 0, 2.7, 0.05)}
        ${slider("gamma", { en: "focal: gamma", zh: "focal：gamma" }, 0, 5, 0.1)}
        ${slider("alpha", { en: "focal: alpha, the weight of class 1", zh: "focal：alpha（类别 1 的权重）" }, 0, 0.95, 0.05)}
        ${slider("weight", { en: "class weights: weight of class 1", zh: "类别加权：类别 1 的权重" }, 0, 2.7, 0.05)}
        ${slider("tau", { en: "logit adjustment: tau", zh: "logit 调整：tau" }, 0, 2, 0.1)}
        <div class="row"><label class="check"><input class="flips" type="checkbox"> ${both({ en: "turn 20 % of the training labels round", zh: "把 20 % 的训练标签翻转" })}</label><span class="again"></span></div></fieldset>
      <figure class="card drawn imbalance">
        <figcaption>${both({ en: "Training rows with two features. Along a line the model of its loss gives probability 0.5.", zh: "训练样本有两个特征。每条直线是相应损失训练出的模型给出概率 0.5 的位置。" })}</figcaption>
        <div class="plot"></div>
        <p class="counts"></p>
      </figure>
      ${table("models", { en: "Results on rows that were not seen", zh: "在未见样本上的结果" })}
      <p class="live-text visually-hidden" aria-live="polite"></p>
      <p class="note">${both({ en: "About 10 000 further rows of the same kind judge, with true labels. Class 1 is predicted above probability 0.5. A penalty of 0.001 on the squared coefficients keeps all fits finite. The mark ✓: the library's own gradient of what is minimised vanishes there.", zh: "用同一分布下另取的约 10 000 个样本（标签无误）评估；概率大于 0.5 判为类别 1。所有模型都对系数平方加 0.001 的惩罚，以保证解有限。标记 ✓ 表示函数库算出的目标函数梯度在该处为 0。" })}</p>
      <div class="charts below"><figure class="chart curves"><figcaption>${both({ en: "Precision and recall", zh: "精确率—召回率曲线" })}<small>${both({ en: "Points: the threshold 0.5", zh: "圆点：阈值 0.5" })}</small></figcaption></figure>
      <figure class="chart reliability"><figcaption>${both({ en: "Calibration", zh: "校准曲线" })}<small>${both({ en: "Predicted probability, and the share of class 1 among these rows", zh: "预测概率，以及这些样本中类别 1 的实际比例" })}</small></figcaption></figure></div>
      <section class="below"><h3>${both({ en: "Who carries the gradient", zh: "梯度来自哪些样本" })}</h3>
        <p>${both({ en: "All losses meet the same model here: the one that the cross-entropy trained. Each cell is the share of a group, class 0 or 1, in the sum of the absolute gradients at the logit. A row is easy if this model gives its label more than 0.5.", zh: "这里所有损失都作用于同一个模型，即交叉熵训练出的模型。表中为类别 0 与类别 1 的各组样本在 logit 梯度绝对值之和中所占的比例。该模型给样本标签的概率大于 0.5 时，称该样本为“易”。" })}</p>
        ${table("carried", { en: "Shares of the gradient", zh: "梯度占比" })}</section>
      <section class="below"><h3>${both({ en: "No features: what probability does each loss predict?", zh: "没有特征时，各损失会预测多大的概率？" })}</h3>
        ${table("constant", { en: "Best constant probability", zh: "最优常数概率" })}
        <figure class="chart constants"><figcaption>${both({ en: "Probability that focal predicts at this ratio", zh: "当前比例下 focal 预测的概率" })}</figcaption></figure></section>
      <div class="card explain below"><h3>${both({ en: "What you see", zh: "解读" })}</h3>
        <p>${both({ en: "The cross-entropy's probabilities are right: its best constant is the share of class 1. With few rows of class 1 it rarely predicts more than 0.5. That is a question of the threshold, and a lower threshold moves along the same curve of precision and recall.", zh: "交叉熵给出的概率是对的：它的最优常数就是类别 1 的比例。类别 1 很少时，预测概率很少超过 0.5；这是阈值的问题，降低阈值即沿同一条精确率—召回率曲线移动。" })}</p>
        <p>${both({ en: "Class weights and logit adjustment move the intercept, so that more rows are called class 1. Their numbers are then no probabilities of the training data. At tau 1 logit adjustment is the balanced softmax of two classes.", zh: "类别加权和 logit 调整主要改变截距，使更多样本被判为类别 1，此时输出不再是训练数据下的概率。tau = 1 时，logit 调整就是两个类别的平衡 softmax（balanced softmax）。" })}</p>
        <p>${both({ en: "Focal shrinks the easy rows' share of the gradient and draws probabilities towards 0.5. Every row still costs the same computation. With wrong labels, the hard rows that it dwells on are the wrong ones.", zh: "focal 降低易样本在梯度中的占比，并把概率拉向 0.5；但每个样本的计算量并不减少。标签有误时，它重点关注的难样本恰恰是标错的样本。" })}</p></div>
      <div class="export"></div>`;
    this.plot = find(body, ".plot");
    this.announcer = new Announcer(find(body, ".live-text"));
    const listen = (name: string, act: (value: number) => void): void => {
      const input = find<HTMLInputElement>(body, `input.${name}`);
      input.addEventListener("input", () => {
        act(input.valueAsNumber);
        this.changed();
      });
    };
    listen("ratio", (value) => (this.ratio = Math.min(scene.ratios[1], Math.round(10 ** value))));
    listen("gamma", (value) => (this.gamma = value));
    listen("alpha", (value) => (this.alpha = value > 0 ? value : null));
    listen("weight", (value) => (this.weight = Number((10 ** value).toPrecision(3))));
    listen("tau", (value) => (this.tau = value));
    const flips = find<HTMLInputElement>(body, "input.flips");
    flips.addEventListener("change", () => {
      this.isFlipped = flips.checked;
      this.changed();
    });
    find(body, ".again").append(
      button({ en: "Balance the weights", zh: "使权重均衡" }, () => {
        this.weight = null;
        this.changed();
      }),
      button({ en: "Other rows", zh: "换一批样本" }, () => {
        this.seed = (this.seed % 1e6) + 1;
        this.changed();
      }));
    const seen = (): { rival: Rival; judged: Judged; style: number }[] => this.rivals.flatMap((rival, style) => (rival.judged ? [{ rival, judged: rival.judged, style }] : []));
    this.curves = minima.chart(find(body, "figure.curves"), () => ({
      x: { label: { en: "recall", zh: "召回率" } },
      y: { label: { en: "precision", zh: "精确率" } },
      from: 0,
      to: 1,
      includeZero: "y",
      height: 300,
      series: [
        ...seen().map(({ rival, judged, style }) => ({ name: rival.name, kind: "line" as const, style, ...thinned(judged.ranking) })),
        ...seen().map(({ rival, judged, style }) => ({ name: { en: `${rival.name.en} at 0.5`, zh: `${rival.name.zh}，阈值 0.5` }, kind: "points" as const, style, x: [judged.decisions.recall], y: [Number.isNaN(judged.decisions.precision) ? null : judged.decisions.precision] })),
      ],
    }));
    this.reliability = minima.chart(find(body, "figure.reliability"), () => ({
      x: { label: { en: "predicted probability", zh: "预测概率" } },
      y: { label: { en: "share of class 1", zh: "类别 1 的比例" } },
      from: 0,
      to: 1,
      diagonal: true,
      height: 300,
      series: seen().map(({ rival, judged, style }) => ({ name: rival.name, kind: "line" as const, style, markers: true, x: judged.bins.map((bin) => bin.probability), y: judged.bins.map((bin) => bin.share) })),
    }));
    this.constants = minima.chart(find(body, "figure.constants"), () => ({
      x: { label: "gamma" },
      y: { label: { en: "probability", zh: "概率" } },
      height: 240,
      includeZero: "y",
      series: [
        { name: names[1], kind: "line" as const, style: 1, markers: true, x: gammas, y: this.byGamma },
        { name: { en: "share of class 1", zh: "类别 1 的比例" }, kind: "line" as const, style: 0, x: [0, gammas.at(-1)!], y: [this.share(), this.share()] },
      ],
    }));
    predictFirst(find(body, ".predict"), find(body, "figure.imbalance"), {
      text: { en: "One positive in ten, no features. Cross-entropy predicts 0.1. What probability does focal with gamma 2 predict?", zh: "十个样本中有一个正例，没有任何特征。交叉熵预测 0.1，gamma = 2 的焦点损失会预测多大的概率？" },
      answers: [{ en: "0.1 as well", zh: "同样是 0.1" }, { en: "about 0.3", zh: "约 0.3" }, { en: "about 0.03", zh: "约 0.03" }, { en: "0.5", zh: "0.5" }],
      reply: async () => {
        const { target, answers, right } = scene.predict;
        const [none, two, five] = (await Promise.all(answers.map((loss) => engine.ask<ConstantReply>("constant", { loss, target })))).map(({ value }) => number(sigmoid(value), 4));
        return {
          right,
          text: {
            en: `Best constants: gamma 0, which is cross-entropy: ${none}; gamma 2: ${two}; gamma 5: ${five}. Focal's numbers are no probabilities.`,
            zh: `最优常数：gamma = 0（即交叉熵）为 ${none}；gamma = 2 为 ${two}；gamma = 5 为 ${five}。focal 的输出不是概率。`,
          },
        };
      },
    }, store.isLinked);
    exportPanel(find(body, ".export"), imbalanceExports(() => ({ sample: this.sample, heldOut: this.heldOut, rivals: this.rivals, seed: this.seed, ratio: this.ratio })));
    new ResizeObserver(() => this.picture()).observe(this.plot);
  }

  private specs(): string[] {
    const counts = this.counts();
    const written = (value: number): string => String(Number(value.toPrecision(12)));
    const shift = this.tau * Math.log(counts[1] / counts[0]);
    const shifted = `p ${shift < 0 ? "-" : "+"} ${written(Math.abs(shift))}`;
    return [
      scene.entropy,
      `${scene.focal}:gamma=${this.gamma}${this.alpha === null ? "" : `,alpha=${this.alpha}`}`,
      `${written(this.weight ?? counts[0] / counts[1])}*t*softplus(-p) + (1 - t)*softplus(p)`,
      `softplus(${shifted}) - t*(${shifted})`,
    ];
  }

  private counts(): [number, number] {
    const positives = this.sample.target.reduce((sum, t) => sum + t, 0);
    return [this.sample.target.length - positives, positives];
  }

  private share(): number {
    return this.sample ? this.counts()[1] / this.sample.target.length : Number.NaN;
  }

  protected show(): void {
    if (!this.plot) return;
    const state = `${this.seed} ${this.ratio} ${this.isFlipped}`;
    if (state !== this.drawn) {
      this.drawn = state;
      this.sample = draw(this.seed, this.ratio, scene.rows, this.isFlipped ? scene.flips : 0);
      this.heldOut = draw(this.seed + 1e7, this.ratio, scene.heldOut, 0);
      this.rivals = [];
    }
    this.controls();
    this.dataset.certified = "false";
    this.rivals = this.specs().map((spec, i) => {
      const kept = this.rivals[i];
      return kept?.spec === spec ? kept : { name: names[i], spec, mean: Number.NaN, slope: Number.NaN, certified: false, isLocal: i === 1 && this.gamma > 0, model: kept?.model };
    });
    for (const rival of this.rivals) {
      rival.constant = undefined;
      if (rival.formula || rival.problem) continue;
      engine.formula(rival.spec).then((formula) => {
        rival.formula = formula;
        this.request();
        this.certifying.begin();
      }, (problem: Error) => {
        if (problem instanceof Refusal) rival.problem = problem;
        else if (!(problem instanceof Withdrawn)) throw problem;
      });
    }
    void this.focalConstants();
    this.request();
    this.certifying.begin();
  }

  private controls(): void {
    const counts = this.counts();
    const weight = this.weight ?? counts[0] / counts[1];
    setSlider(this, "ratio", Math.log10(this.ratio), `1:${this.ratio}`);
    setSlider(this, "gamma", this.gamma, number(this.gamma));
    setSlider(this, "alpha", this.alpha ?? 0, this.alpha === null ? say({ en: "none", zh: "不设" }) : number(this.alpha));
    setSlider(this, "weight", Math.log10(weight), `${number(weight, 4)}${this.weight === null ? say({ en: " (balanced)", zh: "（均衡）" }) : ""}`);
    setSlider(this, "tau", this.tau, number(this.tau));
    find<HTMLInputElement>(this, "input.flips").checked = this.isFlipped;
    const flipped = this.sample.flipped.filter(Boolean).length;
    write(find(this, ".counts"), {
      en: `Labels: ${counts[0]} of class 0 (○), ${counts[1]} of class 1 (+)${flipped > 0 ? `, ${flipped} of them wrong` : ""}.`,
      zh: `标签：类别 0（○）${counts[0]} 个，类别 1（+）${counts[1]} 个${flipped > 0 ? `，其中 ${flipped} 个标错` : ""}。`,
    });
  }

  /** The next frame computes and draws; several changes before it are one. */
  private request(): void {
    if (this.frame === 0) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        for (const rival of this.rivals) if (rival.formula && !rival.certified && !rival.judged) this.estimate(rival);
        this.draw();
      });
    }
  }

  private estimate(rival: Rival): void {
    const { rows, target } = this.sample;
    rival.model = fitLinear(rival.formula!, rows, target, scene.l2, this.rivals[0].model ?? { coefficients: [0, 0], intercept: 0 });
    rival.mean = objective(rival.formula!, rows, target, scene.l2, rival.model);
    this.judge(rival);
  }

  private judge(rival: Rival): void {
    const scores = this.heldOut.rows.map((row) => score(rival.model!, row));
    const probabilities = scores.map(sigmoid);
    const { target } = this.heldOut;
    rival.judged = { ranking: ranking(scores, target), decisions: decisions(scores, target), bins: calibration(probabilities, target), mean: probabilities.reduce((a, b) => a + b, 0) / probabilities.length };
  }

  /** The library itself computes loss and gradient at each model, and the constants. */
  private async certify(isNewest: IsNewest): Promise<void> {
    if (!(await rested(restMilliseconds, isNewest))) return;
    const { rows, target } = this.sample;
    for (const rival of this.rivals) {
      if (!rival.formula) continue;
      try {
        if (!rival.certified) {
          if (!rival.judged) this.estimate(rival);
          const model = rival.model!;
          const reply = await engine.ask<EvaluationReply>("evaluate", { loss: rival.spec, prediction: rows.map((row) => score(model, row)), target }, `imbalance ${rival.name.en}`);
          if (!isNewest()) return;
          rival.mean = reply.value + penalty(scene.l2, model);
          rival.slope = steepest(reply.gradient, rows, scene.l2, model);
          rival.certified = rival.slope < flat;
        }
        rival.constant = sigmoid((await engine.ask<ConstantReply>("constant", { loss: rival.spec, target: [1, 0], weight: this.counts().toReversed() }, `imbalance constant ${rival.name.en}`)).value);
        if (!isNewest()) return;
      } catch (problem) {
        if (!(problem instanceof Refusal)) throw problem;
        if (!isNewest()) return;
        rival.problem = problem;
      }
      this.draw();
    }
    if (this.rivals.every((rival) => rival.certified || rival.problem)) this.dataset.certified = "true";
    this.announcer.say(this.rivals.map((rival) => `${say(rival.name)}: ${say({ en: "recall", zh: "召回率" })} ${number(rival.judged?.decisions.recall ?? null, 3)}`).join(", "));
  }

  /** Where the mean slope over both classes vanishes, for each gamma of the chart: by bisection, as the slope of the mean changes its sign once. */
  private async focalConstants(): Promise<void> {
    const counts = this.counts();
    const values = await Promise.all(gammas.map(async (gamma) => {
      const { slope } = await engine.formula(`${scene.focal}:gamma=${gamma}`);
      let [low, high] = [-40, 40];
      for (let halving = 0; halving < 60; halving++) {
        const middle = (low + high) / 2;
        if (counts[1] * slope(middle, 1) + counts[0] * slope(middle, 0) < 0) low = middle;
        else high = middle;
      }
      return sigmoid((low + high) / 2);
    }));
    if (String(counts) !== String(this.counts())) return;
    this.byGamma = values;
    this.constants.update();
  }

  private draw(): void {
    if (this.hidden) return;
    this.picture();
    this.curves.update();
    this.reliability.update();
    this.tables();
  }

  private picture(): void {
    if (!this.sample) return;
    const width = Math.max(280, this.plot.clientWidth || 600);
    const height = width < 500 ? 300 : 400;
    const [x, y] = [scale(-4.5, 4.5, 42, width - 12), scale(-3.4, 3.4, height - 40, 18)];
    const mark = (i: number): string => {
      const [px, py] = [x(this.sample.rows[i][0]), y(this.sample.rows[i][1])];
      return this.sample.target[i] === 1 ? `M${(px - 4).toFixed(1)} ${py.toFixed(1)}h8M${px.toFixed(1)} ${(py - 4).toFixed(1)}v8` : `M${(px - 2.2).toFixed(1)} ${py.toFixed(1)}a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0 -4.4 0`;
    };
    const marks = (label: number): string => this.sample.target.map((t, i) => (t === label ? mark(i) : "")).join("");
    const lines = this.rivals.map((rival, k) => `<path class="curve s${k}" stroke-dasharray="${dashes[k]}" d="${rival.model ? boundary(rival.model, x.low, x.high, y.low, y.high).map(([a, b], i) => `${i === 0 ? "M" : "L"}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join("") : ""}"/>`);
    this.plot.innerHTML = `<svg viewBox="0 0 ${width} ${height}" role="img" ${labelled({ en: "Training rows and the lines of probability 0.5; the tables below hold the numbers", zh: "训练样本与概率 0.5 的直线；数值见下方表格" })}><defs><clipPath id="imbalance-clip"><rect x="42" y="4" width="${width - 54}" height="${height - 44}"/></clipPath></defs>${axes(x, y, { x: "a", y: "b" }, { x: 8, y: 6 })}<g clip-path="url(#imbalance-clip)"><path class="negatives" d="${marks(0)}"/><path class="positives" d="${marks(1)}"/>${lines.join("")}</g></svg>`;
  }

  private tables(): void {
    const head = (table: string, titles: (Words | string)[]): void => {
      find(this, `.${table} thead`).innerHTML = `<tr>${titles.map((one, i) => `<th scope="col"${i === 0 ? "" : ' class="number"'}>${both(one)}</th>`).join("")}</tr>`;
    };
    head("models", [{ en: "Loss", zh: "损失函数" }, { en: "Average precision", zh: "平均精确率" }, { en: "Recall", zh: "召回率" }, { en: "Precision", zh: "精确率" }, { en: "Mean probability", zh: "平均预测概率" }, { en: "Calibration error", zh: "校准误差" }]);
    head("carried", [{ en: "Loss", zh: "损失函数" }, ...groups]);
    head("constant", [{ en: "Loss", zh: "损失函数" }, { en: "Probability of class 1", zh: "类别 1 的概率" }]);
    const shares = this.carried();
    const [models, carried, constant]: string[][] = [[], [], []];
    this.rivals.forEach((rival, k) => {
      const title = `${key(k)}${both(rival.name)}`;
      const { judged } = rival;
      const mark = rival.certified ? `<span class="badge ok">✓ ${both(rival.isLocal ? { en: "local optimum", zh: "局部最优" } : { en: "optimum", zh: "最优" })}</span>` : `<span class="badge">≈</span>`;
      if (rival.problem) models.push(`<tr><th scope="row">${title}</th><td colspan="5">${both(rival.problem.words)}</td></tr>`);
      else if (!judged || !rival.model) models.push(`<tr><th scope="row">${title}</th><td colspan="5">…</td></tr>`);
      else {
        const { ranking: { averagePrecision }, decisions: { precision, recall }, bins, mean } = judged;
        models.push(`<tr data-loss="${rival.spec}" data-certified="${rival.certified}" data-coefficients="${rival.model.coefficients.join()}" data-intercept="${rival.model.intercept}" data-objective="${rival.mean}" data-average-precision="${averagePrecision}"><th scope="row">${title} ${mark}</th>${[number(averagePrecision, 4), number(recall, 4), Number.isNaN(precision) ? "–" : number(precision, 4), number(mean, 4), number(calibrationError(bins), 3)].map((text) => `<td class="number">${text}</td>`).join("")}</tr>`);
      }
      carried.push(`<tr data-series="${k}" data-shares="${shares[k]?.join() ?? ""}"><th scope="row">${title}</th>${groups.map((_, g) => `<td class="number">${shares[k] ? `${percent(shares[k][g])}<span class="bar s${k}" style="width:${(100 * shares[k][g]).toFixed(1)}%" aria-hidden="true"></span>` : "…"}</td>`).join("")}</tr>`);
      constant.push(`<tr data-series="${k}" data-probability="${rival.constant ?? ""}"><th scope="row">${title}<span class="range">${rival.spec}</span></th><td class="number">${rival.constant === undefined ? "…" : number(rival.constant, 4)}</td></tr>`);
    });
    find(this, ".models tbody").innerHTML = models.join("");
    find(this, ".carried tbody").innerHTML = carried.join("");
    find(this, ".constant tbody").innerHTML = constant.join("");
  }

  /** For each loss the shares of easy and hard rows of both classes in the sum of the absolute gradients, at the cross-entropy's model. */
  private carried(): (number[] | undefined)[] {
    const common = this.rivals[0]?.model;
    return this.rivals.map(({ formula }) => {
      if (!formula || !common) return undefined;
      const sums = [0, 0, 0, 0];
      this.sample.rows.forEach((row, i) => {
        const [z, t] = [score(common, row), this.sample.target[i]];
        sums[2 * t + ((z > 0 ? 1 : 0) === t ? 0 : 1)] += Math.abs(formula.slope(z, t));
      });
      const whole = sums.reduce((a, b) => a + b, 0);
      return sums.map((sum) => sum / whole);
    });
  }
}

/** At most 200 points of a curve. */
function thinned({ recall, precision }: Ranking): { x: number[]; y: number[] } {
  const step = Math.ceil(recall.length / 200);
  const kept = recall.map((_, i) => i).filter((i) => i % step === 0 || i === recall.length - 1);
  return { x: kept.map((i) => recall[i]), y: kept.map((i) => precision[i]) };
}

/** The part of a line w1 a + w2 b + c = 0 that a frame holds: two points far enough outside. */
function boundary({ coefficients: [w1, w2], intercept }: LinearModel, left: number, right: number, bottom: number, top: number): [number, number][] {
  if (w1 === 0 && w2 === 0) return [];
  return Math.abs(w2) > Math.abs(w1)
    ? [[left, -(w1 * left + intercept) / w2], [right, -(w1 * right + intercept) / w2]]
    : [[-(w2 * bottom + intercept) / w1, bottom], [-(w2 * top + intercept) / w1, top]];
}
