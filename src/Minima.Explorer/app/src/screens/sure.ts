import { type Chart, minima } from "minima:pages";
import scene from "../../../../../explorer/scenes/sure.json";
import { FieldReader, type Fields } from "../address";
import { Announcer, button, find, write } from "../dom";
import { engine, type EvaluationReply, type Formula, Refusal } from "../engine";
import { key } from "../plot";
import { Screen } from "../screen";
import { store } from "../store";
import { exportPanel } from "../widgets/exports";
import { predictFirst } from "../widgets/predict";
import { sureExports } from "./sure-exports";
import { both, labelled, number, say, type Words } from "../words";

const names: Words[] = [{ en: "squared error of the probability", zh: "概率的平方误差" }, { en: "cross-entropy", zh: "交叉熵" }];
const sigmoid = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));
const farthest = 20;

/** A model that is sure and wrong: which gradient still moves it. */
export class Sure extends Screen {
  readonly name = "sure";
  private logit = scene.opens;
  private target = 0;
  private rate = 1;
  private classes = scene.classes[0];
  private formulas: Formula[] = [];
  private paths: number[][] = [[scene.opens], [scene.opens]];
  private curves!: Chart;
  private training!: Chart;
  private announcer!: Announcer;

  read(fields: Fields): string[] {
    const given = new FieldReader(fields);
    this.logit = given.number("z", -farthest, farthest, scene.opens);
    this.target = given.number("t", 0, 1, 0) >= 0.5 ? 1 : 0;
    this.rate = given.number("rate", 0.01, 100, 1);
    this.classes = Math.round(given.number("k", 2, 1000, scene.classes[0]));
    return given.unknown;
  }

  write(): Fields {
    const fields: Fields = {};
    if (this.logit !== scene.opens) fields.z = String(this.logit);
    if (this.target !== 0) fields.t = "1";
    if (this.rate !== 1) fields.rate = String(this.rate);
    if (this.classes !== scene.classes[0]) fields.k = String(this.classes);
    return fields;
  }

  protected build(body: HTMLElement): void {
    body.innerHTML = `
      <div class="predict"></div>
      <figure class="card drawn sure">
        <figcaption>${both({ en: "One sample. Move the logit z that the model gives for class 1.", zh: "一个样本。移动模型为类别 1 给出的 logit z。" })}</figcaption>
        <div class="row"><label class="slider wide"><span>${both({ en: "logit z", zh: "logit z" })} <output class="z"></output></span><input class="logit" type="range" min="${-farthest}" max="${farthest}" step="0.5" ${labelled({ en: "logit", zh: "logit" })}></label>
        <span class="row targets" role="group" ${labelled({ en: "True class", zh: "真实类别" })}></span></div>
        <div class="scroll" tabindex="0" role="region" ${labelled({ en: "Probability, loss and gradient", zh: "概率、损失与梯度" })}><table class="bars"><thead><tr><th scope="col">${both({ en: "Loss", zh: "损失函数" })}</th><th scope="col" class="number">${both({ en: "Loss value", zh: "损失值" })}</th><th scope="col" class="number">${both({ en: "Gradient at the logit", zh: "对 logit 的梯度" })}</th></tr></thead><tbody></tbody></table></div>
        <p class="probability"></p>
      </figure>
      <p class="visually-hidden live-text" aria-live="polite"></p>
      <figure class="chart gradients below reveals"><figcaption>${both({ en: "Size of the gradient at the logit", zh: "对 logit 的梯度的绝对值" })}</figcaption></figure>
      <div class="card explain below"><h3>${both({ en: "What you see", zh: "解读" })}</h3><p>${both({ en: "The sigmoid saturates: far from 0 its derivative p(1 − p) is nearly 0. The chain rule multiplies the squared error's gradient 2(p − t) by it, so that a model which is sure and wrong learns almost nothing. In the gradient of the cross-entropy this factor cancels, and p − t remains.", zh: "sigmoid 会饱和：远离 0 时，其导数 p(1 − p) 几乎为 0。按链式法则，平方误差的梯度 2(p − t) 要乘以这个因子，因此自信却判错的模型几乎学不到东西。交叉熵的梯度中该因子被约去，只剩 p − t。" })}</p></div>
      <section class="below"><h3>${both({ en: "Both trained from logit 8 towards class 0", zh: "两者都从 logit 8 出发，目标为类别 0" })}</h3>
        <div class="row"><label class="slider"><span>${both({ en: "learning rate", zh: "学习率" })} <output class="rate"></output></span><input class="rate" type="range" min="-2" max="2" step="0.1" ${labelled({ en: "learning rate", zh: "学习率" })}></label></div>
        <figure class="chart training"><figcaption>${both({ en: "The logit after each step of gradient descent", zh: "梯度下降每一步之后的 logit" })}</figcaption></figure></section>
      <section class="below twice"><h3>${both({ en: "Softmax applied twice", zh: "重复使用 softmax" })}</h3>
        <p>${both({ en: "PyTorch's cross_entropy expects logits. If a model ends in a softmax, the loss applies a second one to numbers between 0 and 1. Even a perfect prediction then keeps a loss.", zh: "PyTorch 的 cross_entropy 需要的是 logits。如果模型末尾已有 softmax，损失函数会对 0 到 1 之间的数再做一次 softmax，即使预测完全正确，损失也无法降到 0。" })}</p>
        <div class="row"><label class="slider"><span>${both({ en: "classes K", zh: "类别数 K" })} <output class="k"></output></span><input class="k" type="range" min="2" max="100" step="1" ${labelled({ en: "number of classes", zh: "类别数" })}></label><p class="floor"></p></div></section>
      <section class="below certain"><h3>${both({ en: "Probabilities 0 and 1 against logits ±800", zh: "概率 0 与 1，对比 logits ±800" })}</h3>
        <div class="scroll" tabindex="0" role="region" ${labelled({ en: "Certain and wrong", zh: "完全确信但错误" })}><table><thead><tr><th scope="col">${both({ en: "Input", zh: "输入" })}</th><th scope="col" class="number">${both({ en: "True class", zh: "真实类别" })}</th><th scope="col" class="number">${both({ en: "Loss", zh: "损失" })}</th><th scope="col" class="number">${both({ en: "Gradient", zh: "梯度" })}</th></tr></thead><tbody></tbody></table></div></section>
      <section class="below pets"><h3>${both({ en: "Cat or dog", zh: "猫还是狗" })}</h3>
        <div class="scroll" tabindex="0" role="region" ${labelled({ en: "Cat or dog", zh: "猫还是狗" })}><table><thead><tr><th scope="col">${both({ en: "Picture", zh: "图片" })}</th><th scope="col" class="number">${both({ en: "P(cat)", zh: "P(猫)" })}</th><th scope="col" class="number">${both({ en: "P(dog)", zh: "P(狗)" })}</th><th scope="col" class="number">${both({ en: "Cross-entropy", zh: "交叉熵" })}</th></tr></thead><tbody></tbody></table></div></section>
      <section class="below three"><h3>${both({ en: "Logits of three classes", zh: "三个类别的 logits" })}</h3>
        <p>${both({ en: "Cross-entropy reads logits: it applies the softmax itself, and takes minus the logarithm of the true class's probability.", zh: "交叉熵直接读取 logits：先做 softmax，再对真实类别的概率取负对数。" })}</p>
        <div class="scroll" tabindex="0" role="region" ${labelled({ en: "Logits of three classes", zh: "三个类别的 logits" })}><table><thead><tr><th scope="col">${both({ en: "Logits", zh: "logits" })}</th><th scope="col" class="number">${both({ en: "True class", zh: "真实类别" })}</th><th scope="col" class="number">${both({ en: "P(true class)", zh: "P(真实类别)" })}</th><th scope="col" class="number">${both({ en: "Cross-entropy", zh: "交叉熵" })}</th></tr></thead><tbody></tbody></table></div></section>
      <section class="below introductions"><h3>${both({ en: "The numbers of the textbooks", zh: "教材中的数值" })}</h3>
        <div class="scroll" tabindex="0" role="region" ${labelled({ en: "The numbers of the textbooks", zh: "教材中的数值" })}><table><thead><tr><th scope="col">${both({ en: "Loss", zh: "损失函数" })}</th><th scope="col">${both({ en: "Prediction", zh: "预测值" })}</th><th scope="col">${both({ en: "Target", zh: "目标值" })}</th><th scope="col" class="number">${both({ en: "Mean", zh: "平均值" })}</th></tr></thead><tbody></tbody></table></div>
        <p class="note">${both({ en: "One introduction computes 0.082126 in the last row: its code leaves out the term (1 − t) log(1 − p).", zh: "有一篇入门文章在最后一行得到 0.082126：其代码漏掉了 (1 − t) log(1 − p) 这一项。" })}</p></section>
      <div class="export"></div>`;
    this.announcer = new Announcer(find(body, ".live-text"));
    const slider = find<HTMLInputElement>(body, "input.logit");
    slider.addEventListener("input", () => {
      this.logit = slider.valueAsNumber;
      this.changed();
    });
    for (const target of [0, 1]) {
      const one = button({ en: `true class ${target}`, zh: `真实类别 ${target}` }, () => {
        this.target = target;
        this.changed();
      });
      one.dataset.target = String(target);
      find(body, ".targets").append(one);
    }
    const rate = find<HTMLInputElement>(body, "input.rate");
    rate.addEventListener("input", () => {
      this.rate = Number((10 ** rate.valueAsNumber).toPrecision(2));
      this.restart();
      this.changed();
    });
    find(body, ".rate").closest(".row")!.append(button({ en: "20 steps", zh: "20 步" }, () => this.train(20)), button({ en: "1000 steps", zh: "1000 步" }, () => this.train(1000)), button({ en: "Back to 8", zh: "回到 8" }, () => this.restart()));
    const classes = find<HTMLInputElement>(body, "input.k");
    classes.addEventListener("input", () => {
      this.classes = classes.valueAsNumber;
      this.changed();
    });
    const across = Array.from({ length: 4 * farthest + 1 }, (_, i) => i / 2 - farthest);
    this.curves = minima.chart(find(body, "figure.gradients"), () => ({
      x: { label: { en: "logit z", zh: "logit z" } },
      y: { label: { en: "size of the gradient", zh: "梯度的绝对值" } },
      height: 260,
      series: this.formulas.map((formula, i) => ({ name: names[i], kind: "line" as const, style: i, x: across, y: across.map((z) => Math.abs(formula.slope(z, this.target))) })),
      marks: [{ x: this.logit, name: "z" }],
    }));
    this.training = minima.chart(find(body, "figure.training"), () => ({
      x: { label: { en: "step", zh: "步数" } },
      y: { label: { en: "logit z", zh: "logit z" } },
      height: 240,
      includeZero: "y",
      series: this.paths.map((path, i) => ({ name: names[i], kind: "line" as const, style: i, x: path.map((_, k) => k), y: path })),
    }));
    predictFirst(find(body, ".predict"), find(body, "figure.sure"), {
      text: { en: "The model gives logit 8 (it is sure of class 1), and the true class is 0. Which gradient at the logit is larger, and by how much?", zh: "模型给出 logit 8（确信为类别 1），而真实类别是 0。哪个损失对 logit 的梯度更大，大多少？" },
      answers: [{ en: "Squared error, twice", zh: "平方误差，大一倍" }, { en: "They are about equal", zh: "大致相等" }, { en: "Cross-entropy, ten times", zh: "交叉熵，约 10 倍" }, { en: "Cross-entropy, over 1000 times", zh: "交叉熵，超过 1000 倍" }],
      reply: async () => {
        const [squared, entropy] = await Promise.all(scene.written.map(async (loss) => (await engine.ask<EvaluationReply>("evaluate", { loss, prediction: [scene.opens], target: [0] })).gradient[0]));
        return { right: 3, text: { en: `Squared error ${number(squared, 3)}, cross-entropy ${number(entropy, 4)}: ${number(entropy / squared, 4)} times as large.`, zh: `平方误差为 ${number(squared, 3)}，交叉熵为 ${number(entropy, 4)}，后者是前者的 ${number(entropy / squared, 4)} 倍。` } };
      },
    }, store.isLinked);
    exportPanel(find(body, ".export"), sureExports(() => ({ logit: this.logit, target: this.target, formulas: this.formulas })));
    Promise.all(scene.written.map((loss) => engine.formula(loss))).then((formulas) => {
      this.formulas = formulas;
      this.show();
    }, (problem: Error) => {
      if (!(problem instanceof Refusal)) throw problem;
    });
    void this.tables();
  }

  protected show(): void {
    const slider = find<HTMLInputElement>(this, "input.logit");
    if (slider.valueAsNumber !== this.logit) slider.value = String(this.logit);
    find(this, "output.z").textContent = number(this.logit);
    this.querySelectorAll<HTMLElement>("[data-target]").forEach((one) => one.setAttribute("aria-pressed", String(Number(one.dataset.target) === this.target)));
    find<HTMLInputElement>(this, "input.rate").value = String(Math.log10(this.rate));
    find(this, "output.rate").textContent = number(this.rate);
    find<HTMLInputElement>(this, "input.k").value = String(this.classes);
    find(this, "output.k").textContent = String(this.classes);
    void this.floor();
    if (this.formulas.length === 0) return;
    const probability = sigmoid(this.logit);
    write(find(this, ".probability"), { en: `Probability of class 1: p = ${number(probability)}`, zh: `类别 1 的概率：p = ${number(probability)}` });
    find(this, ".bars tbody").innerHTML = this.formulas.map((formula, i) => {
      const [value, gradient] = [formula.value(this.logit, this.target), formula.slope(this.logit, this.target)];
      const bar = (size: number): string => `<span class="bar s${i}" style="width:${Math.min(100, 100 * size).toFixed(1)}%" aria-hidden="true"></span>`;
      return `<tr data-series="${i}" data-value="${value}" data-gradient="${gradient}"><th scope="row">${key(i)}${both(names[i])}</th><td class="number">${number(value, 5)}${bar(Math.abs(value) / farthest)}</td><td class="number">${number(gradient, 3)}${bar(Math.abs(gradient))}</td></tr>`;
    }).join("");
    this.announcer.say(this.formulas.map((formula, i) => `${say(names[i])}: ${number(formula.slope(this.logit, this.target), 3)}`).join(", "));
    this.curves.update();
    this.training.update();
  }

  private restart(): void {
    this.paths = this.paths.map(() => [scene.opens]);
    this.training.restart();
    this.dataset.trained = "";
  }

  private train(steps: number): void {
    this.paths.forEach((path, i) => {
      for (let k = 0; k < steps && path.length < 20_000; k++) path.push(path.at(-1)! - this.rate * this.formulas[i].slope(path.at(-1)!, 0));
    });
    this.dataset.trained = this.paths.map((path) => path.at(-1)).join();
    this.training.restart();
  }

  /** What remains of the loss when a perfect softmax is given to the loss as if it were logits. */
  private async floor(): Promise<void> {
    const perfect = Array.from({ length: this.classes }, (_, i) => (i === 0 ? 1 : 0));
    const target = find(this, ".floor");
    try {
      const { value } = await engine.ask<EvaluationReply>("evaluate", { loss: scene.rows, prediction: perfect, labels: [0] }, "floor");
      target.dataset.value = String(value);
      write(target, { en: `Lowest loss: log(1 + (K − 1)/e) = ${number(value, 5)}`, zh: `损失的下限：log(1 + (K − 1)/e) = ${number(value, 5)}` });
    } catch (problem) {
      if (problem instanceof Refusal) write(target, problem.words);
    }
  }

  private async tables(): Promise<void> {
    const { certain, pets, three } = scene;
    const inputs = [[scene.probability, certain.probabilities], [scene.written[1], certain.logits]] as const;
    const cells = await Promise.all(inputs.map(async ([loss, prediction]) => {
      const replies = await Promise.all(prediction.map((p, i) => engine.ask<EvaluationReply>("evaluate", { loss, prediction: [p], target: [certain.targets[i]] })));
      return replies.map((reply, i) => `<tr data-loss="${loss}" data-value="${reply.value}" data-gradient="${reply.gradient[0]}"><th scope="row">${loss}, ${loss === scene.probability ? "p" : "z"} = ${number(prediction[i])}</th><td class="number">${certain.targets[i]}</td><td class="number">${number(reply.value)}</td><td class="number">${number(reply.gradient[0])}</td></tr>`).join("");
    }));
    find(this, ".certain tbody").innerHTML = cells.join("");
    const reply = await engine.ask<EvaluationReply>("evaluate", { loss: scene.rows, prediction: pets.probabilities.flat().map(Math.log), labels: pets.labels });
    find(this, ".pets tbody").innerHTML = pets.probabilities.map(([cat, dog], i) => `<tr data-value="${reply.terms[i]}"><th scope="row">${both(pets.labels[i] === 0 ? { en: "a cat", zh: "猫" } : { en: "a dog", zh: "狗" })}</th><td class="number">${cat}</td><td class="number">${dog}</td><td class="number">${number(reply.terms[i])}</td></tr>`).join("");
    const rows = await engine.ask<EvaluationReply>("evaluate", { loss: scene.rows, prediction: three.logits.flat(), labels: three.labels });
    find(this, ".three tbody").innerHTML = `${three.logits.map((logits, i) => `<tr data-value="${rows.terms[i]}"><th scope="row">${logits.join(", ")}</th><td class="number">${three.labels[i]}</td><td class="number">${number(Math.exp(-rows.terms[i]))}</td><td class="number">${number(rows.terms[i])}</td></tr>`).join("")}<tr data-value="${rows.value}"><th scope="row">${both({ en: "mean", zh: "平均值" })}</th><td></td><td></td><td class="number">${number(rows.value)}</td></tr>`;
    const means = await Promise.all(scene.introductions.map(({ loss, prediction, target }) => engine.ask<EvaluationReply>("evaluate", { loss, prediction, target })));
    find(this, ".introductions tbody").innerHTML = scene.introductions.map(({ loss, prediction, target }, i) => `<tr data-loss="${loss}" data-value="${means[i].value}"><th scope="row">${loss}</th><td>${prediction.join(", ")}</td><td>${target.join(", ")}</td><td class="number">${number(means[i].value)}</td></tr>`).join("");
    this.dataset.tables = "ready";
  }
}
