import { type Chart, minima } from "minima:pages";
import scene from "../../../../../explorer/scenes/own.json";
import { type Fields, readNumber, readNumbers } from "../address";
import { Announcer, button, find, write } from "../dom";
import { type ConstantReply, engine, type FitReply, type Formula, type LossReply, Refusal, Withdrawn } from "../engine";
import { type IsNewest, Newest, rested } from "../newest";
import { Screen } from "../screen";
import { store } from "../store";
import { exportPanel } from "../widgets/exports";
import { OwnTable } from "../widgets/own-table";
import { predictFirst } from "../widgets/predict";
import { both, escape, labelled, number, say } from "../words";
import { challenges, judge } from "./own-challenges";
import { type Fitted, ownExports } from "./own-exports";

const mostData = 200;
const farthest = 10;
const longestFormula = 1000;
const restMilliseconds = 80;
/** Traits take the library most of a second, in which it answers nothing else: they wait until the keyboard rests. */
const longRestMilliseconds = 400;
const opens = scene.written[0];
const counted = (target: readonly number[]): number[] => target.map((_, i) => i + 1);
const across = Array.from({ length: 801 }, (_, i) => (i * farthest) / 400 - farthest);

/** A loss as text, and what the library derives of it. */
export class Own extends Screen {
  readonly name = "own";
  private loss = opens;
  private target: number[] = scene.target;
  private x: number[] = counted(scene.target);
  private point = 1;
  private at = 0;
  private seed = 1;
  private formula: Formula | undefined;
  private shown = "";
  private readonly deriving = new Newest((isNewest) => this.derive(isNewest));
  private fitted: Fitted | undefined;
  private data!: Chart;
  private curve!: Chart;
  private slopes!: Chart;
  private announcer!: Announcer;

  read(fields: Fields): string[] {
    const { loss, d, x, p, t, seed, ...unknown } = fields;
    const bad = Object.keys(unknown);
    const take = <T>(name: string, text: string | undefined, value: T | null, otherwise: T): T => {
      if (text !== undefined && value === null) bad.push(name);
      return value ?? otherwise;
    };
    this.loss = take("loss", loss, loss && loss.length <= longestFormula ? loss : null, opens);
    this.target = take("d", d, readNumbers(d, mostData), scene.target);
    const places = readNumbers(x, mostData);
    this.x = take("x", x, places?.length === this.target.length ? places : null, counted(this.target));
    this.point = take("p", p, readNumber(p, -farthest, farthest), 1);
    this.at = take("t", t, readNumber(t, -farthest, farthest), 0);
    this.seed = Math.round(take("seed", seed, readNumber(seed, 1, 1e6), 1));
    return bad;
  }

  write(): Fields {
    const fields: Fields = {};
    if (this.loss !== opens) fields.loss = this.loss;
    if (this.target.join() !== scene.target.join()) fields.d = this.target.join();
    if (this.x.some((x, i) => x !== i + 1)) fields.x = this.x.join();
    if (this.point !== 1) fields.p = String(this.point);
    if (this.at !== 0) fields.t = String(this.at);
    if (this.seed !== 1) fields.seed = String(this.seed);
    return fields;
  }

  protected build(body: HTMLElement): void {
    const slider = (name: string, en: string, zh: string): string => `<label class="slider"><span>${both({ en, zh })} <output class="${name}"></output></span><input class="${name}" type="range" min="${-farthest}" max="${farthest}" step="0.25" ${labelled({ en, zh })}></label>`;
    body.innerHTML = `
      <fieldset class="controls sliders"><legend>${both({ en: "Loss of prediction p and target t", zh: "以预测值 p 和目标值 t 写出的损失" })}</legend>
        <div class="control loss-control"><label for="own-loss">${both({ en: "Formula, or name of a loss", zh: "公式，或损失函数的名称" })}</label>
        <input id="own-loss" spellcheck="false" autocapitalize="off" autocomplete="off" maxlength="${longestFormula}" aria-describedby="own-problem"></div>
        <div id="own-problem" class="problem" role="status"></div>
        <div class="row examples"></div></fieldset>
      <div class="predict"></div>
      <figure class="card drawn own">
        <figcaption>${both({ en: "Best constant and best line of the data. Targets without x are at 1, 2, 3, …", zh: "数据的最优常数与最优直线。未给出 x 时，依次取 1、2、3……" })}</figcaption>
        <div class="control loss-control"><label for="own-data">${both({ en: "Targets, between commas", zh: "目标值，以逗号分隔" })}</label><input id="own-data" inputmode="text" spellcheck="false" autocomplete="off"></div>
        <figure class="chart data"><figcaption>${both({ en: "The data, with the best constant and the best line", zh: "数据、最优常数与最优直线" })}</figcaption></figure>
        <div class="scroll" tabindex="0" role="region" ${labelled({ en: "Best constant and line", zh: "最优常数与直线" })}><table class="fits"><tbody></tbody></table></div>
      </figure>
      <div class="own-table"></div>
      <p class="visually-hidden live-text" aria-live="polite"></p>
      <section class="below"><h3>${both({ en: "Value, gradient and curvature", zh: "损失值、梯度与曲率" })}</h3>
        <div class="row">${slider("p", "prediction p", "预测值 p")}${slider("t", "target t", "目标值 t")}</div>
        <p class="values"></p>
        <div class="charts"><figure class="chart value"><figcaption>${both({ en: "Loss against the prediction", zh: "损失随预测值的变化" })}</figcaption></figure>
        <figure class="chart slopes"><figcaption>${both({ en: "Gradient and curvature", zh: "梯度与曲率" })}</figcaption></figure></div></section>
      <section class="below reveals"><h3>${both({ en: "What the library derives", zh: "函数库推导的性质" })}</h3>
        <p class="kinks"></p><p class="functional"></p>
        <div class="scroll" tabindex="0" role="region" ${labelled({ en: "Traits", zh: "性质" })}><table class="traits"><thead><tr><th scope="col">${both({ en: "Trait", zh: "性质" })}</th><th scope="col">${both({ en: "Holds", zh: "是否成立" })}</th><th scope="col">${both({ en: "Evidence, or a counter-example", zh: "依据或反例" })}</th></tr></thead><tbody></tbody></table></div></section>
      <section class="below challenges"><h3>${both({ en: "Challenges", zh: "练习" })}</h3>
        <p>${both({ en: "Write a loss that fits. It is checked by its best constant on three samples that you have not seen.", zh: "写出符合要求的损失。用三组你没见过的样本检验它的最优常数。" })}</p></section>
      <div class="export"></div>`;
    this.announcer = new Announcer(find(body, ".live-text"));
    const field = find<HTMLInputElement>(body, "#own-loss");
    field.addEventListener("input", () => {
      if (field.value.trim() === "") return;
      this.loss = field.value;
      this.changed();
    });
    const data = find<HTMLInputElement>(body, "#own-data");
    data.addEventListener("change", () => {
      const numbers = readNumbers(data.value.replaceAll(/\s/g, ""), mostData);
      data.setAttribute("aria-invalid", String(!numbers));
      if (!numbers) return;
      if (numbers.length !== this.target.length) this.x = counted(numbers);
      this.target = numbers;
      this.changed();
    });
    for (const example of scene.examples) {
      find(body, ".examples").append(button(example, () => {
        this.loss = example;
        this.changed();
      }));
    }
    const listen = (name: string, act: (value: number) => void): void => {
      const input = find<HTMLInputElement>(body, `input.${name}`);
      input.addEventListener("input", () => {
        act(input.valueAsNumber);
        this.changed();
      });
    };
    listen("p", (value) => (this.point = value));
    listen("t", (value) => (this.at = value));
    for (const { id, reference, words } of challenges) {
      const card = document.createElement("div");
      card.className = "card challenge";
      card.dataset.challenge = id;
      card.innerHTML = `<p>${both(words)}</p><div class="row"></div><p class="verdict" role="status"></p>`;
      find(card, ".row").append(button({ en: "Check my loss", zh: "检验我的损失" }, () => void this.check(card, reference)));
      find(body, ".challenges").append(card);
    }
    const label = { x: { label: { en: "prediction p", zh: "预测值 p" } }, height: 260 };
    const drawn = (of: (formula: Formula) => (p: number, t: number) => number): number[] => (this.formula ? across.map((p) => of(this.formula!)(p, this.at)) : across.map(() => Number.NaN));
    this.data = minima.chart(find(body, "figure.data"), () => {
      const along = [...this.x].sort((a, b) => a - b);
      const line = (name: { en: string; zh: string }, style: number, y: (x: number) => number | null) => ({ name, kind: "line" as const, style, x: along, y: along.map(y) });
      const fitted = this.fitted;
      return {
        x: { label: "x" },
        y: { label: { en: "target t", zh: "目标值 t" } },
        height: 240,
        series: [
          { name: { en: "targets", zh: "目标值" }, kind: "points", style: 0, x: this.x, y: this.target },
          line({ en: "best constant", zh: "最优常数" }, 1, () => fitted?.constant.value ?? null),
          line({ en: "best line", zh: "最优直线" }, 2, (at) => (fitted ? fitted.line.slope * at + fitted.line.intercept : null)),
        ],
      };
    });
    this.curve = minima.chart(find(body, "figure.value"), () => ({
      ...label,
      y: { label: { en: "loss", zh: "损失" } },
      series: [{ name: { en: "loss", zh: "损失" }, kind: "line", style: 0, x: across, y: drawn((f) => f.value) }],
      marks: [{ x: this.point, name: "p" }],
    }));
    this.slopes = minima.chart(find(body, "figure.slopes"), () => ({
      ...label,
      y: { label: { en: "derivative", zh: "导数" } },
      includeZero: "y",
      series: [{ name: { en: "gradient", zh: "梯度" }, kind: "line", style: 1, x: across, y: drawn((f) => f.slope) }, { name: { en: "curvature", zh: "曲率" }, kind: "line", style: 2, x: across, y: drawn((f) => f.curvature) }],
      marks: [{ x: this.point, name: "p" }],
    }));
    const uncover = predictFirst(find(body, ".predict"), find(body, "figure.own"), {
      text: { en: `${opens}: too low costs 4 times as much as too high. Which constant is best for the targets 1 to 4.5?`, zh: `${opens}：预测偏低的代价是偏高的 4 倍。对 1 到 4.5 的目标值，哪个常数最优？` },
      answers: [{ en: "The mean", zh: "平均值" }, { en: "The median", zh: "中位数" }, { en: "The 80 % quantile", zh: "80 % 分位数" }, { en: "The largest target", zh: "最大的目标值" }],
      reply: async () => {
        const { value } = await engine.ask<ConstantReply>("constant", { loss: opens, target: scene.target });
        return { right: 2, text: { en: `The best constant is ${number(value)}, the 4/(4 + 1) = 80 % quantile. About four of five targets lie below it, and each of those above pulls four times as hard.`, zh: `最优常数为 ${number(value)}，即 4/(4 + 1) = 80 % 分位数：该处偏低与偏高的边际代价相等。` } };
      },
    }, store.isLinked);
    new OwnTable(find(body, ".own-table"), mostData, ["x"], ({ target, features: [x] }) => {
      // The question is about other targets.
      uncover();
      this.target = target;
      this.x = x ?? counted(target);
      this.changed();
    });
    exportPanel(find(body, ".export"), ownExports(() => ({ loss: this.loss, x: this.x, target: this.target, point: this.point, at: this.at, fitted: this.fitted })));
  }

  protected show(): void {
    const field = find<HTMLInputElement>(this, "#own-loss");
    if (field.value !== this.loss) field.value = this.loss;
    const data = find<HTMLInputElement>(this, "#own-data");
    if (document.activeElement !== data) data.value = this.target.join(", ");
    for (const [name, value] of [["p", this.point], ["t", this.at]] as const) {
      find<HTMLInputElement>(this, `input.${name}`).value = String(value);
      find(this, `output.${name}`).textContent = number(value);
    }
    const state = `${this.loss}\n${this.target.join()}\n${this.x.join()}`;
    if (state !== this.shown) this.fitted = undefined;
    this.draw();
    if (state === this.shown) return;
    this.shown = state;
    this.dataset.certified = "false";
    this.querySelectorAll(".verdict").forEach((one) => write(one, ""));
    this.deriving.begin();
  }

  private draw(): void {
    this.data.update();
    this.curve.update();
    this.slopes.update();
    const values = find(this, ".values");
    if (!this.formula) return write(values, "");
    const [value, slope, curvature] = [this.formula.value(this.point, this.at), this.formula.slope(this.point, this.at), this.formula.curvature(this.point, this.at)];
    Object.assign(values.dataset, { value, slope, curvature });
    write(values, { en: `At p = ${number(this.point)}: loss ${number(value)}, gradient ${number(slope)}, curvature ${number(curvature)}.`, zh: `p = ${number(this.point)} 处：损失 ${number(value)}，梯度 ${number(slope)}，曲率 ${number(curvature)}。` });
  }

  /** First the formula, so that the curve follows the keyboard; after a rest what takes longer. */
  private async derive(isNewest: IsNewest): Promise<void> {
    const { loss, target, x } = this;
    try {
      const formula = await engine.formula(loss);
      if (!isNewest()) return;
      this.formula = formula;
      this.refuse(undefined);
      this.draw();
      if (!(await rested(restMilliseconds, isNewest))) return;
      const constant = await engine.ask<ConstantReply>("constant", { loss, target }, "own constant");
      const line = await engine.ask<FitReply>("fit", { loss, target, x }, "own line");
      if (!isNewest()) return;
      this.results(constant, line);
      if (!(await rested(longRestMilliseconds, isNewest))) return;
      const facts = await engine.ask<LossReply>("loss", { loss, facts: true }, "own facts");
      if (!isNewest()) return;
      this.facts(facts);
      this.dataset.certified = "true";
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem;
      if (!isNewest()) return;
      this.refuse(problem);
    }
  }

  private refuse(problem: Refusal | undefined): void {
    const field = find<HTMLInputElement>(this, "#own-loss");
    field.setAttribute("aria-invalid", String(problem !== undefined));
    const place = find(this, "#own-problem");
    if (!problem) {
      place.dataset.column = "";
      return write(place, "");
    }
    this.formula = undefined;
    this.draw();
    find(this, ".fits tbody").innerHTML = find(this, ".traits tbody").innerHTML = "";
    for (const name of [".kinks", ".functional"]) write(find(this, name), "");
    place.dataset.column = String(problem.column ?? "");
    place.removeAttribute("data-written");
    const column = problem.column;
    const underlined = column === undefined ? "" : `<pre class="wrap">${escape(this.loss.slice(0, column - 1))}<mark>${escape(this.loss[column - 1] ?? " ")}</mark>${escape(this.loss.slice(column))}</pre>`;
    place.innerHTML = `${underlined}<p>${both(problem.words)}</p>`;
  }

  private results(constant: ConstantReply, line: FitReply): void {
    const many = constant.high > constant.low;
    this.fitted = { constant, line };
    this.data.update();
    find(this, ".fits tbody").innerHTML = `
      <tr class="constant" data-value="${constant.value}" data-low="${constant.low}" data-high="${constant.high}" data-mean="${constant.mean}"><th scope="row">${both({ en: "Best constant", zh: "最优常数" })}</th><td class="number">${number(constant.value)}${many ? ` [${number(constant.low)}, ${number(constant.high)}]` : ""}</td><td>${both({ en: `mean loss ${number(constant.mean)}${constant.proven ? "" : ", by search"}`, zh: `平均损失 ${number(constant.mean)}${constant.proven ? "" : "（由搜索得到）"}` })}</td></tr>
      <tr class="line" data-slope="${line.slope}" data-intercept="${line.intercept}" data-mean="${line.objective}"><th scope="row">${both({ en: "Best line", zh: "最优直线" })}</th><td class="number">${number(line.slope)} x ${line.intercept < 0 ? "−" : "+"} ${number(Math.abs(line.intercept))}</td><td>${both({ en: `mean loss ${number(line.objective)}${line.method === "local" ? ", a local optimum" : ""}`, zh: `平均损失 ${number(line.objective)}${line.method === "local" ? "（局部最优）" : ""}` })}</td></tr>`;
    this.announcer.say(`${say({ en: "Best constant", zh: "最优常数" })}: ${number(constant.value)}`);
  }

  private facts(reply: LossReply): void {
    write(find(this, ".kinks"), reply.kinks ?? "");
    write(find(this, ".functional"), reply.functional ?? "");
    find(this, ".traits tbody").innerHTML = (reply.traits ?? []).map(({ trait, verdict, name, evidence, against }) => {
      const holds = verdict === "Proved" ? { en: "yes", zh: "是" } : verdict === "Refuted" ? { en: "no", zh: "否" } : { en: "not proved", zh: "未证明" };
      return `<tr data-trait="${trait}" data-verdict="${verdict}"><th scope="row">${both(name)}</th><td>${both(holds)}</td><td>${both(against.en === "" ? evidence : against)}</td></tr>`;
    }).join("");
  }

  private async check(card: HTMLElement, reference: string): Promise<void> {
    const verdict = find(card, ".verdict");
    const { loss, seed } = this;
    card.dataset.right = "";
    write(verdict, { en: "The library computes …", zh: "函数库正在计算……" });
    try {
      const { right, own, wanted } = await judge(loss, reference, seed);
      if (loss !== this.loss) return;
      card.dataset.right = String(right);
      write(verdict, right
        ? { en: `Right on three samples (seed ${seed}).`, zh: `在三组样本上均正确（种子 ${seed}）。` }
        : { en: `Not yet. On an unseen sample (seed ${seed}) your best constant is ${number(own.value)}; the challenge asks for ${number(wanted)}.`, zh: `还不对。在一组未见样本上（种子 ${seed}），你的最优常数为 ${number(own.value)}，而要求的是 ${number(wanted)}。` });
    } catch (problem) {
      if (problem instanceof Withdrawn) return;
      if (!(problem instanceof Refusal)) throw problem;
      write(verdict, problem.words);
    }
  }
}
