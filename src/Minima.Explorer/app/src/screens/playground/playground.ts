import scene from "../../../../../../explorer/scenes/playground.json";
import { FieldReader, type Fields, readNumber, readNumbers } from "../../address";
import { Announcer, button, find, reducedMotion, setSlider, slider, write } from "../../dom";
import { Withdrawn } from "../../engine";
import { key } from "../../plot";
import { Screen } from "../../screen";
import { store } from "../../store";
import { exportPanel } from "../../widgets/exports";
import { OwnTable } from "../../widgets/own-table";
import { predictFirst } from "../../widgets/predict";
import { both, labelled, number, percent, say, type Words } from "../../words";
import { Curves } from "./curves";
import { draw, type Kind, ownTable, type Table } from "./data";
import { playgroundExports } from "./exports";
import { Flow } from "./flow";
import { drawPanel } from "./picture";
import { absoluteError, median, Race, type Runner } from "./race";

interface Own { features: number[][]; target: number[] }

interface Setting { data: Kind; own: Own | null; seed: number; goal: number; steps: number; row: number; of: number; runners: readonly [Runner, Runner] }

const mostSteps = 1000;
const mostRows = 2000;
const [widest, deepest] = [64, 6];
const names = ["A", "B"];
const kinds: Record<Kind, Words> = {
  moons: { en: "moons", zh: "双月" },
  blobs: { en: "blobs", zh: "两团" },
  spiral: { en: "spiral", zh: "螺旋" },
  rare: { en: "one in 50", zh: "1 : 50" },
  flipped: { en: "20 % flipped labels", zh: "20 % 标签翻转" },
  outliers: { en: "outliers (regression)", zh: "离群点（回归）" },
  own: { en: "your own table", zh: "自己的表格" },
};

/** Two trainings on the same rows and from the same seed, step by step. */
export class Playground extends Screen {
  readonly name = "playground";
  private setting: Setting = opening();
  private table: Table = draw(scene.data as Exclude<Kind, "own">, scene.seed);
  private tableOf = `${scene.data} ${scene.seed}`;
  private races: Race[] = [];
  private racesOf: string[] = ["", ""];
  private walking = false;
  /** Trains until both have reached the goal. */
  private running = false;
  private curves!: Curves;
  private flow!: Flow;
  private announcer!: Announcer;
  private uncover = (): void => {};

  read(fields: Fields): string[] {
    const given = new FieldReader(fields);
    const refused: string[] = [];
    const open = opening();
    const runners = open.runners.map((runner, place): Runner => {
      const letter = names[place].toLowerCase();
      const text = given.text(`layers${letter}`);
      const layers = text === undefined ? runner.layers : readLayers(text);
      if (layers === null) refused.push(`layers${letter}`);
      return {
        loss: given.text(`loss${letter}`) ?? runner.loss,
        optimizer: given.one(`optimizer${letter}`, scene.optimizers, runner.optimizer),
        rate: given.number(`rate${letter}`, 1e-5, 1e3, runner.rate),
        layers: layers ?? runner.layers,
      };
    });
    const own = readOwn(given.text("n"), given.text("d"));
    const data = given.one<Kind>("data", [...scene.kinds.map(({ id }) => id as Kind), "own"], open.data);
    if (data === "own" && !own) refused.push("data");
    this.setting = {
      data: data === "own" && !own ? open.data : data, own,
      seed: Math.round(given.number("seed", 1, 1e6, open.seed)), goal: given.number("goal", 0.3, 0.99, open.goal), steps: Math.round(given.number("steps", 0, mostSteps, open.steps)),
      row: Math.round(given.number("row", 1, mostRows, 1)) - 1, of: given.one("of", ["a", "b"], "a") === "b" ? 1 : 0,
      runners: [runners[0], runners[1]],
    };
    this.running = false;
    return [...given.unknown, ...refused];
  }

  write(): Fields {
    const { data, own, seed, goal, steps, row, of, runners } = this.setting;
    const open = opening();
    const fields: Fields = {};
    if (data !== open.data) fields.data = data;
    if (data === "own" && own) Object.assign(fields, { n: String(own.features.length), d: own.target.map((t, i) => [...own.features.map((column) => column[i]), t].join()).join() });
    if (seed !== open.seed) fields.seed = String(seed);
    if (goal !== open.goal) fields.goal = String(goal);
    runners.forEach(({ loss, optimizer, rate, layers }, place) => {
      const [usual, letter] = [open.runners[place], names[place].toLowerCase()];
      if (loss !== usual.loss) fields[`loss${letter}`] = loss;
      if (optimizer !== usual.optimizer) fields[`optimizer${letter}`] = optimizer;
      if (rate !== usual.rate) fields[`rate${letter}`] = String(rate);
      if (layers.join() !== usual.layers.join()) fields[`layers${letter}`] = layersText(layers);
    });
    if (steps !== 0) fields.steps = String(steps);
    if (row !== 0) fields.row = String(row + 1);
    if (of !== 0) fields.of = "b";
    return fields;
  }

  protected build(body: HTMLElement): void {
    const training = (place: number): string => `<fieldset class="controls sliders training" data-place="${place}"><legend>${key(place)}${both({ en: `Training ${names[place]}`, zh: `训练 ${names[place]}` })}</legend>
      <div class="control loss-control"><label for="playground-loss-${place}">${both({ en: "loss", zh: "损失函数" })}</label><span></span><input id="playground-loss-${place}" class="loss" list="playground-losses" spellcheck="false" autocapitalize="off" autocomplete="off"></div>
      <label>${both({ en: "optimizer", zh: "优化器" })} <select class="optimizer">${scene.optimizers.map((one) => `<option>${one}</option>`).join("")}</select></label>
      <label>${both({ en: "hidden layers", zh: "隐藏层" })} <select class="layers"></select></label>
      ${slider("rate", { en: `learning rate of ${names[place]}`, zh: `${names[place]} 的学习率` }, -4, 1, 0.05)}</fieldset>`;
    body.innerHTML = `
      <div class="predict"></div>
      <div class="row kinds" role="group" ${labelled({ en: "Data", zh: "数据" })}></div>
      <div class="pair">${training(0)}${training(1)}</div><datalist id="playground-losses"></datalist>
      <fieldset class="controls sliders"><legend>${both({ en: "Steps", zh: "步进" })}</legend>
        ${slider("goal", { en: "goal", zh: "目标" }, 0.3, 0.99, 0.01)}${slider("step", { en: "step", zh: "步数" }, 0, 100, 1)}
        <div class="row"><span class="again"></span></div></fieldset>
      <figure class="card drawn playground">
        <figcaption class="caption"></figcaption>
        <div class="pair">${names.map(() => `<div class="panel"><h3 class="name"></h3><div class="plot"></div></div>`).join("")}</div>
        <p class="reached"></p>
        <div class="scroll results trainings" tabindex="0" role="region" ${labelled({ en: "Both trainings at this step", zh: "两个训练在当前步的情况" })}><table><thead></thead><tbody></tbody></table></div>
      </figure>
      <p class="visually-hidden live-text" aria-live="polite"></p>
      <p class="problem" role="status"></p>
      <div class="way below"></div>
      <div class="findings"></div>
      <div class="curves"></div>
      <div class="card explain below"><h3>${both({ en: "What you see", zh: "解读" })}</h3>
        <p>${both({ en: "Both networks begin with weights from the same seed and learn from the same rows; each step takes all of them. The library trains in this page, in double precision. The rows that judge were not seen in training: their labels are true, and none is an outlier.", zh: "两个网络用同一随机种子初始化权重，学习同样的样本，每一步都用全部样本。训练由函数库在本页中以双精度完成。评估用的样本未参与训练，标签无误，也没有离群点。" })}</p>
        <p>${both({ en: "Losses of different kinds are in different units: a lower curve of the loss is not a better model. Both are therefore measured by the same goal.", zh: "不同损失函数的数值单位不同，损失曲线更低并不代表模型更好，因此两者用同一个目标衡量。" })}</p>
        <p>${both({ en: "The larger a mark, the more of the loss its row carries. The squared error spends most of its loss on outliers; the absolute error does not. One seed is one run: draw other rows before you believe an order.", zh: "标记越大，该样本在损失中占的份额越大。平方误差的大部分损失落在离群点上，绝对误差则不然。一个种子只是一次运行：下结论之前，请换几批样本再看。" })}</p></div>
      <div class="own-table below"></div>
      <div class="export"></div>`;
    this.announcer = new Announcer(find(body, ".live-text"));
    for (const { id } of scene.kinds) {
      const one = button(kinds[id as Kind], () => this.take({ data: id as Kind, steps: 0 }));
      one.dataset.kind = id;
      find(body, ".kinds").append(one);
    }
    find(body, ".kinds").append(button({ en: "Other rows", zh: "换一批样本" }, () => this.take({ seed: (this.setting.seed % 1e6) + 1, steps: 0 })));
    for (const set of body.querySelectorAll<HTMLElement>(".training")) this.listen(set);
    const goal = find<HTMLInputElement>(body, "input.goal");
    goal.addEventListener("input", () => this.take({ goal: goal.valueAsNumber }));
    const step = find<HTMLInputElement>(body, "input.step");
    step.addEventListener("input", () => this.take({ steps: step.valueAsNumber }));
    const more = (steps: number): void => this.take({ steps: Math.min(mostSteps, this.setting.steps + steps) });
    find(body, ".again").append(
      button({ en: "One step", zh: "一步" }, () => more(1)),
      button({ en: "20 steps", zh: "20 步" }, () => more(20)),
      button({ en: "To the goal", zh: "训练到目标" }, () => {
        this.running = true;
        this.changed();
      }),
      button({ en: "Stop", zh: "停止" }, () => this.take({ steps: this.shownStep() })),
      button({ en: "Back to the start", zh: "回到起点" }, () => this.take({ steps: 0 })),
    );
    this.curves = new Curves(find(body, ".curves"));
    this.flow = new Flow(find(body, ".way"), (change) => {
      this.setting = { ...this.setting, ...change };
      this.changed();
    });
    new OwnTable(find(body, ".own-table"), mostRows, ["x", "y"], ({ target, features }) => {
      if (features.length === 0 || target.length < 10) {
        write(find(this, ".own-data .said"), { en: "The playground needs at least ten rows and one column of numbers beside the target.", zh: "训练场至少需要十行，以及目标列之外的一列数值。" });
        return;
      }
      this.uncover();
      this.take({ data: "own", own: { features, target }, steps: 0 });
    });
    this.uncover = predictFirst(find(body, ".predict"), find(body, "figure.playground"), {
      text: { en: `Two networks, the same rows, the same start. A minimises the cross-entropy, B the squared error of its output. Which one finishes first, with ${percent(scene.goal, 2)} of unseen rows right?`, zh: `两个网络，样本与起点都相同。A 最小化交叉熵，B 最小化输出的平方误差。哪一个先达到目标，即未见样本的 ${percent(scene.goal, 2)} 判断正确？` },
      answers: [{ en: "A, cross-entropy", zh: "A，交叉熵" }, { en: "B, squared error", zh: "B，平方误差" }, { en: "Both at the same step", zh: "两者同时" }],
      reply: () => this.predicted(),
    }, store.isLinked);
    exportPanel(find(body, ".export"), playgroundExports(() => ({ races: this.races, table: this.table, data: this.setting.data, seed: this.setting.seed, steps: this.shownStep(), goal: this.setting.goal })));
    new ResizeObserver(() => this.picture()).observe(find(body, ".plot"));
  }

  /** The controls of one training. */
  private listen(set: HTMLElement): void {
    const place = Number(set.dataset.place);
    const change = (part: Partial<Runner>): void => {
      const [a, b] = this.setting.runners;
      this.take({ runners: place === 0 ? [{ ...a, ...part }, b] : [a, { ...b, ...part }] });
    };
    const loss = find<HTMLInputElement>(set, "input.loss");
    loss.addEventListener("change", () => {
      if (loss.value.trim() !== "") change({ loss: loss.value.trim() });
    });
    const optimizer = find<HTMLSelectElement>(set, "select.optimizer");
    optimizer.addEventListener("change", () => change({ optimizer: optimizer.value }));
    const layers = find<HTMLSelectElement>(set, "select.layers");
    layers.addEventListener("change", () => change({ layers: readLayers(layers.value) ?? [] }));
    const rate = find<HTMLInputElement>(set, "input.rate");
    rate.addEventListener("input", () => change({ rate: Number((10 ** rate.valueAsNumber).toPrecision(2)) }));
  }

  private take(change: Partial<Setting>): void {
    // Losses of the other task would only be refused.
    const isClasses = (data: Kind): boolean => scene.kinds.find(({ id }) => id === data)?.isClasses ?? this.table.isClasses;
    this.running = false;
    this.setting = { ...this.setting, ...change };
    if (change.data !== undefined && change.data !== "own" && isClasses(change.data) !== this.table.isClasses) {
      const choices = isClasses(change.data) ? scene.classification : scene.regression;
      const [a, b] = this.setting.runners;
      this.setting.runners = [choices.includes(a.loss) ? a : { ...a, loss: choices[0] }, choices.includes(b.loss) && b.loss !== choices[0] ? b : { ...b, loss: choices[1] }];
      this.setting.goal = isClasses(change.data) ? scene.goal : scene.regressionGoal;
    }
    this.changed();
  }

  protected show(): void {
    const { data, own, seed, goal, runners } = this.setting;
    const wanted = data === "own" ? `own ${own?.features.join(";")} ${own?.target.join()}` : `${data} ${seed}`;
    if (wanted !== this.tableOf) {
      this.tableOf = wanted;
      this.table = data === "own" && own ? ownTable(own.features, own.target) : draw(data as Exclude<Kind, "own">, seed);
      this.racesOf = ["", ""];
    }
    runners.forEach((runner, place) => {
      const wantedRace = `${JSON.stringify(runner)} ${seed}`;
      if (wantedRace === this.racesOf[place]) return;
      this.racesOf[place] = wantedRace;
      this.races[place] = new Race(`playground ${place}`, runner, this.table, seed);
    });
    this.querySelectorAll<HTMLElement>("button[data-kind]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.kind === data)));
    this.querySelectorAll<HTMLElement>(".training").forEach((set, place) => this.controls(set, runners[place]));
    find(this, "#playground-losses").innerHTML = (this.table.isClasses ? scene.classification : scene.regression).map((loss) => `<option value="${loss}"></option>`).join("");
    setSlider(this, "goal", goal, percent(goal, 2));
    this.dataset.settled = "";
    this.draw();
    void this.walk();
  }

  private controls(set: HTMLElement, { loss, optimizer, rate, layers }: Runner): void {
    const field = find<HTMLInputElement>(set, "input.loss");
    if (document.activeElement !== field) field.value = loss;
    find<HTMLSelectElement>(set, "select.optimizer").value = optimizer;
    const select = find<HTMLSelectElement>(set, "select.layers");
    const options = [...new Set([...scene.layers.map((one) => layersText(one)), layersText(layers)])];
    if (select.dataset.options !== `${options.join(";")} ${document.documentElement.lang}`) {
      select.dataset.options = `${options.join(";")} ${document.documentElement.lang}`;
      select.replaceChildren(...options.map((one) => new Option(one === "none" ? say({ en: "none (a line)", zh: "无（线性）" }) : one.replaceAll(",", " · "), one)));
    }
    select.value = layersText(layers);
    setSlider(set, "rate", Math.log10(rate), number(rate));
  }

  /** The library trains, the race behind first, until both are where the page wants them. What is changed meanwhile is heard between two questions. */
  private async walk(): Promise<void> {
    if (this.walking) return;
    this.walking = true;
    try {
      for (let behind = this.behind(); behind; behind = this.behind()) {
        await behind.go(this.running ? Math.min(mostSteps, behind.step + 20) : this.setting.steps);
        if (!reducedMotion()) this.draw();
      }
    } catch (problem) {
      if (!(problem instanceof Withdrawn)) throw problem;
    } finally {
      this.walking = false;
    }
    if (this.running) {
      this.setting = { ...this.setting, steps: Math.min(mostSteps, Math.max(...this.races.map((race) => race.finish(this.setting.goal) ?? race.step))) };
      this.running = false;
      store.changed();
    }
    this.draw();
    this.dataset.settled = String(this.setting.steps);
    this.announcer.say(find(this, ".reached").innerText);
  }

  /** Which race is to be trained next, if any. */
  private behind(): Race | undefined {
    const { steps, goal } = this.setting;
    const open = this.races.filter((race) => !race.isOver && (race.states.length === 0 || (this.running ? race.step < mostSteps && race.finish(goal) === null : race.step < steps)));
    // Both are shown at one step, so that a race which is at its goal goes as far as the other.
    return open.sort((a, b) => a.step - b.step)[0] ?? (this.running ? this.lagging() : undefined);
  }

  private lagging(): Race | undefined {
    const end = Math.max(...this.races.map((race) => race.finish(this.setting.goal) ?? race.step));
    return this.races.find((race) => !race.isOver && race.step < end);
  }

  private shownStep(): number {
    const reached = Math.min(...this.races.map((race) => (race.isOver ? mostSteps : race.step)));
    return this.running ? Math.min(reached, mostSteps) : Math.min(this.setting.steps, ...this.races.filter((race) => !race.isOver).map((race) => race.step));
  }

  private draw(): void {
    if (this.hidden) return;
    this.picture();
    this.results();
    this.findings();
    this.flow.show(this.races[this.setting.of], this.setting.of, this.setting.row, this.shownStep());
    this.curves.show(this.races, this.shownStep(), this.setting.goal);
    const step = find<HTMLInputElement>(this, "input.step");
    step.max = String(Math.max(100, this.setting.steps, ...this.races.map((race) => race.step)));
    if (document.activeElement !== step || !this.walking) step.value = String(this.shownStep());
    step.setAttribute("aria-valuetext", String(this.shownStep()));
    find(this, "output.step").textContent = String(this.shownStep());
  }

  private picture(): void {
    if (this.hidden || this.races.length === 0) return;
    const { inputs, isClasses, markedName } = this.table;
    const drawn: Words = inputs === 1 ? { en: "Marks: training rows. Curve: the prediction.", zh: "标记为训练样本，曲线为预测。" }
      : isClasses ? { en: "Class 0 ○, class 1 +. Colour: what the network predicts; line: the boundary between the classes.", zh: "类别 0 为 ○，类别 1 为 +；颜色为网络的预测，线为两类的边界。" }
        : { en: "Below the mean ○, above it +. Colour: what the network predicts; line: where that is the mean.", zh: "目标低于均值为 ○，高于均值为 +；颜色为网络的预测，线为预测等于均值之处。" };
    const marked: Words = markedName ? { en: ` Diamonds: ${markedName.en}.`, zh: `菱形框为${markedName.zh}。` } : { en: "", zh: "" };
    write(find(this, ".caption"), { en: `${drawn.en}${marked.en} The larger a mark, the more of the loss it carries.`, zh: `${drawn.zh}${marked.zh}标记越大，占损失的份额越大。` });
    this.querySelectorAll<HTMLElement>(".panel").forEach((panel, place) => {
      const race = this.races[place];
      write(find(panel, ".name"), `${names[place]}: ${race.runner.loss}`);
      drawPanel(find(panel, ".plot"), race, Math.min(this.shownStep(), race.step), place);
    });
  }

  private results(): void {
    const { table, setting: { goal } } = this;
    const score: Words = table.isClasses ? { en: "Right, unseen rows", zh: "未见样本正确率" } : { en: "Error, unseen rows", zh: "未见样本误差" };
    const titles: (Words | string)[] = [{ en: "Training", zh: "训练" }, { en: "Loss", zh: "损失" }, score, { en: "Goal reached at step", zh: "达到目标的步数" }, { en: "Loss on a tenth of the rows", zh: "十分之一样本占的损失" }, ...(table.markedName ? [{ en: `Loss on ${table.markedName.en}`, zh: `${table.markedName.zh}占的损失` }] : []), { en: "Gradient, first layer", zh: "首层梯度范数" }, { en: "Gradient, last layer", zh: "末层梯度范数" }];
    const head = `<tr>${titles.map((one, i) => `<th scope="col"${i === 0 ? "" : ' class="number"'}>${both(one)}</th>`).join("")}</tr>`;
    find(this, ".trainings thead").innerHTML = head;
    const rows = this.races.map((race, place) => {
      const step = Math.min(this.shownStep(), race.step);
      const name = `<th scope="row">${key(place)}${names[place]}</th>`;
      if (race.problem) return `<tr>${name}<td colspan="${titles.length - 1}">${both(race.problem.words)}</td></tr>`;
      if (race.scores.length === 0) return `<tr>${name}<td colspan="${titles.length - 1}">…</td></tr>`;
      const shares = race.shares(step);
      const sorted = [...shares].sort((a, b) => b - a);
      const tenth = sorted.slice(0, Math.ceil(sorted.length / 10)).reduce((a, b) => a + b, 0);
      const odd = shares.reduce((sum, share, i) => sum + (table.marked[i] ? share : 0), 0);
      const norms = race.norms[Math.min(step, race.norms.length - 1)] ?? [];
      const finish = race.finish(goal);
      const cells = [
        number(race.losses[Math.min(step, race.losses.length - 1)] ?? null, 5),
        table.isClasses ? percent(race.scores[step]) : number(this.error(race, step), 4),
        finish === null ? "–" : String(finish),
        percent(tenth), ...(table.markedName ? [percent(odd)] : []),
        number(norms[0] ?? null, 3), number(norms[norms.length - 1] ?? null, 3),
      ];
      return `<tr data-losses="${race.losses.slice(0, this.setting.steps).join()}" data-finish="${finish ?? ""}" data-score="${race.scores[step]}">${name}${cells.map((text) => `<td class="number">${text}</td>`).join("")}</tr>`;
    });
    find(this, ".trainings tbody").innerHTML = rows.join("");
    write(find(this, ".problem"), this.table.isClasses || this.setting.data !== "own" ? "" : { en: "Columns are standardised; errors are in the units of the target. Every fifth row judges.", zh: "各列已标准化；误差以目标列的单位表示。每五行取一行用于评估。" });
    write(find(this, ".reached"), this.verdict());
  }

  private error(race: Race, step: number): number {
    const { judging, unit } = this.table;
    return unit * absoluteError(race.predict(judging.features, step), judging.target);
  }

  private verdict(): Words {
    const { goal } = this.setting;
    const step = this.shownStep();
    const finished = this.races.map((race) => race.finish(goal)).map((at) => (at !== null && at <= step ? at : null));
    const { judging, unit, isClasses } = this.table;
    const bound = isClasses ? null : unit * (1 - goal) * absoluteError(judging.target.map(() => median(judging.target)), judging.target);
    const wanted: Words = bound === null ? { en: `${percent(goal, 2)} of unseen rows right (the mean over the classes)`, zh: `未见样本正确率 ${percent(goal, 2)}（各类平均）` } : { en: `mean absolute error at most ${number(bound, 3)}`, zh: `平均绝对误差不超过 ${number(bound, 3)}` };
    const each = finished.map((at, place): Words => {
      const { hasStopped, step: last } = this.races[place];
      if (at !== null) return { en: `${names[place]} reached it at step ${at}`, zh: `${names[place]} 在第 ${at} 步达到` };
      if (hasStopped && last <= step) return { en: `${names[place]} ended at step ${last}: loss or gradient is not finite`, zh: `${names[place]} 在第 ${last} 步中止：损失或梯度出现 NaN 或无穷大` };
      return { en: `${names[place]} has not reached it`, zh: `${names[place]} 尚未达到` };
    });
    return { en: `After ${step} steps. Goal: ${wanted.en}. ${each[0].en}; ${each[1].en}.`, zh: `${step} 步之后。目标：${wanted.zh}。${each[0].zh}；${each[1].zh}。` };
  }

  /** What the library's doctor says of both trainings. */
  private findings(): void {
    const all = this.races.flatMap((race, place) => race.findings.map((finding) => `<li><span class="badge">${names[place]} · ${finding.code}</span> <strong>${both(finding.title)}</strong> ${both(finding.measured)} ${both(finding.remedy)}</li>`));
    const html = `<h3>${both({ en: "What the doctor found", zh: "训练诊断" })}</h3>${all.length > 0 ? `<ul>${all.join("")}</ul>` : `<p><span class="badge ok">✓</span> ${both({ en: "Nothing so far.", zh: "目前没有发现问题。" })}</p>`}<p class="note">${both({ en: "The doctor watches each training as it goes on: gradients that vanish or explode, a loss that rises or stands still. An epoch of its reports is ten steps.", zh: "诊断程序在训练过程中检查：梯度消失或爆炸、损失上升或停滞。报告中的一轮为十步。" })}</p>`;
    const holder = find(this, ".findings");
    if (holder.dataset.written === html) return;
    holder.dataset.written = html;
    holder.innerHTML = html;
  }

  /** The races that the scene opens with, whatever stands on the screen. */
  private async predicted(): Promise<{ right: number; text: Words }> {
    const table = draw(scene.data as Exclude<Kind, "own">, scene.seed);
    const ends = await Promise.all(opening().runners.map(async (runner, place) => {
      const race = new Race(`playground predicted ${place}`, runner, table, scene.seed);
      while (!race.isOver && race.finish(scene.goal) === null && (race.states.length === 0 || race.step < mostSteps)) await race.go(mostSteps);
      return race.finish(scene.goal) ?? Number.POSITIVE_INFINITY;
    }));
    const right = ends[0] < ends[1] ? 0 : ends[0] > ends[1] ? 1 : 2;
    return { right, text: { en: `The cross-entropy reaches the goal at step ${ends[0]}, the squared error at step ${ends[1]}. The goal counts only which rows lie on the right side of the boundary. Under both losses the best output tells the probability of class 1: for the squared error it is that probability, for the cross-entropy its logit. Press "To the goal" to watch.`, zh: `交叉熵在第 ${ends[0]} 步达到目标，平方误差在第 ${ends[1]} 步。目标只看有多少样本落在边界正确的一侧。两种损失的最优输出都对应类别 1 的概率：平方误差的输出是概率本身，交叉熵的输出是它的 logit。点“训练到目标”可看全过程。` } };
  }
}

const layersText = (layers: readonly number[]): string => (layers.length > 0 ? layers.join() : "none");

function readLayers(text: string): number[] | null {
  if (text === "none") return [];
  const widths = readNumbers(text, deepest, widest);
  return widths?.every((width) => Number.isInteger(width) && width >= 1) ? widths : null;
}

/** Rows of one or two features and a target, one after the other. */
function readOwn(n: string | undefined, d: string | undefined): Own | null {
  const inputs = readNumber(n, 1, 2);
  const numbers = readNumbers(d, 3 * mostRows, 1e12);
  if (inputs === null || !Number.isInteger(inputs) || !numbers || numbers.length % (inputs + 1) !== 0 || numbers.length < 10 * (inputs + 1)) return null;
  const column = (place: number): number[] => numbers.filter((_, i) => i % (inputs + 1) === place);
  return { features: Array.from({ length: inputs }, (_, i) => column(i)), target: column(inputs) };
}

function opening(): Setting {
  const [a, b] = scene.races;
  return { data: scene.data as Kind, own: null, seed: scene.seed, goal: scene.goal, steps: scene.steps, row: 0, of: 0, runners: [a, b] };
}
