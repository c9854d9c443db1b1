import scene from "../../../../../../explorer/scenes/many.json";
import { FieldReader, type Fields } from "../../address";
import { Announcer, find } from "../../dom";
import { Screen } from "../../screen";
import { store } from "../../store";
import { exportPanel } from "../../widgets/exports";
import { predictFirst } from "../../widgets/predict";
import { both, number, say } from "../../words";
import { certify } from "./combine";
import { Drift } from "./drift";
import { manyExports } from "./many-exports";
import type { Section } from "./section";
import { Sparse } from "./sparse";
import { Springs } from "./springs";
import { changeOf, gradientOf, Tasks } from "./tasks";

/** Losses that share a step, a model or a stream. */
export class Many extends Screen {
  readonly name = "many";
  private readonly tasks = new Tasks();
  private readonly sparse = new Sparse();
  private readonly springs = new Springs();
  private readonly drift = new Drift();
  private readonly sections: readonly Section[] = [this.tasks, this.sparse, this.springs, this.drift];
  private announcer!: Announcer;

  read(fields: Fields): string[] {
    const given = new FieldReader(fields);
    for (const section of this.sections) section.read(given);
    return given.unknown;
  }

  write(): Fields {
    return Object.assign({}, ...this.sections.map((section) => section.write())) as Fields;
  }

  protected build(body: HTMLElement): void {
    body.innerHTML = `
      <div class="predict"></div>
      <section class="many-tasks"></section>
      <div class="card explain below"><h3>${both({ en: "What you see", zh: "解读" })}</h3>
        <p>${both({ en: "A sum of losses has one gradient, and the longer one rules it. Two gradients more than 90° apart conflict: the step that suits one task may worsen the other. GradNorm changes the weights, PCGrad the gradients; MGDA takes the mixture that worsens no task, and stops where there is none.", zh: "多个损失之和只有一个梯度，由较长者主导。两个梯度夹角超过 90° 时相互冲突：对一个任务有利的一步可能损害另一个任务。GradNorm 调整权重，PCGrad 修改梯度；MGDA 选取不损害任何任务的凸组合，若不存在则停止。" })}</p>
        <p>${both({ en: "None of them knows which task matters to you. Weights that you choose say that; the methods only keep one task from drowning the other.", zh: "这些方法都不知道哪个任务对你更重要，那要由你选择的权重来表达；它们只能避免一个任务淹没另一个任务。" })}</p></div>
      <section class="below"><h3>${both({ en: "l1 against l2", zh: "L1 与 L2 正则" })}</h3><div class="many-sparse"></div>
        <p class="note">${both({ en: "Near 0 the pull of l2 fades with the coefficient, so that it never quite arrives. The pull of l1 stays as strong as it was, and holds a coefficient at 0 as long as the data pull less.", zh: "接近 0 时，L2 的拉力随系数一起减弱，系数因此永远到不了 0；L1 的拉力大小不变，只要数据的拉力更小，系数就停在 0。" })}</p></section>
      <section class="below"><h3>${both({ en: "Springs that keep an old task (EWC)", zh: "保住旧任务的弹簧（EWC）" })}</h3><div class="many-springs"></div></section>
      <section class="below"><h3>${both({ en: "A stream that drifts, and ADWIN", zh: "漂移的数据流与 ADWIN" })}</h3><div class="many-drift"></div></section>
      <p class="visually-hidden live-text" aria-live="polite"></p>
      <div class="export"></div>`;
    this.announcer = new Announcer(find(body, ".live-text"));
    for (const [section, name] of [[this.tasks, "tasks"], [this.sparse, "sparse"], [this.springs, "springs"], [this.drift, "drift"]] as const) {
      section.build(find(body, `.many-${name}`), {
        changed: () => {
          // The other sections stand as they were: a drag need not draw their charts.
          section.show();
          store.changed();
        },
        announce: (text) => this.announcer.say(say(text)),
      });
    }
    const [first, second] = scene.tasks.pulls;
    predictFirst(find(body, ".predict"), find(body, ".many-tasks"), {
      text: { en: `Two tasks share their parameters. Task 1 pulls with a gradient of length ${first[0]}, task 2 with one of length ${second[0]}, ${second[1] - first[1]}° apart. The step follows the mean of both. Which task wins?`, zh: `两个任务共享参数。任务 1 的梯度长 ${first[0]}，任务 2 的梯度长 ${second[0]}，两者夹角为 ${second[1] - first[1]}°。更新方向取两个梯度的平均。哪个任务受益？` },
      answers: [
        { en: "Task 1, and task 2's loss rises", zh: "任务 1，且任务 2 的损失上升" },
        { en: "Task 1, and task 2's loss falls a little", zh: "任务 1，任务 2 的损失也略有下降" },
        { en: "Neither: they cancel", zh: "都不受益：相互抵消" },
      ],
      reply: async () => {
        const gradients = scene.tasks.pulls.map(([length, angle]) => gradientOf({ length, angle }));
        const { fixed_weights: fixed, pcgrad } = await certify(gradients[0], gradients[1], scene.tasks.weight);
        const changes = [fixed, pcgrad].map((one) => gradients.map((gradient) => number(changeOf(gradient, one), 4)));
        return { right: scene.predict.right, text: { en: `For a unit of the learning rate loss 1 changes by ${changes[0][0]} and loss 2 by ${changes[0][1]}. With PCGrad both fall: ${changes[1][0]} and ${changes[1][1]}.`, zh: `单位学习率下，损失 1 变化 ${changes[0][0]}，损失 2 变化 ${changes[0][1]}。使用 PCGrad 时两者都下降：${changes[1][0]} 与 ${changes[1][1]}。` } };
      },
    }, store.isLinked);
    exportPanel(find(body, ".export"), manyExports({ tasks: this.tasks, sparse: this.sparse, springs: this.springs, drift: this.drift }));
  }

  protected show(): void {
    if (!this.announcer) return;
    for (const section of this.sections) section.show();
  }
}
