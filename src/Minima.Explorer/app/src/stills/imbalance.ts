import golden from "../../../../../explorer/golden/imbalance.json";
import scene from "../../../../../explorer/scenes/imbalance.json";
import { sigmoid } from "../binary-metrics";
import { axes, dashes, polyline, scale } from "../plot";
import type { Still } from "../stills";

export function imbalance(): Still {
  const [width, height] = [640, 300];
  const constants = golden.constants as Record<string, number>;
  const points = scene.losses.filter((loss) => loss.includes("=")).map((loss) => [Number(loss.split("=")[1]), sigmoid(constants[loss])] as const);
  const [x, y] = [scale(0, 5.2, 42, width - 12), scale(0, 0.5, height - 40, 18)];
  const share = sigmoid(constants[scene.entropy]);
  const at = (gamma: number): string => String(Number(points.find(([one]) => one === gamma)![1].toPrecision(4)));
  return {
    tag: "mx-imbalance",
    name: "imbalance",
    title: { en: "Imbalance", zh: "类别不平衡" },
    lead: { en: "Few rows of one class: which rows train the model, and what its probabilities then mean, the loss decides.", zh: "某一类样本很少时，由损失函数决定哪些样本主导训练，以及输出的概率意味着什么。" },
    caption: {
      en: `One positive in ten, no features: the probability that focal predicts, against gamma. Gamma 0 is cross-entropy and predicts the share, ${at(0)}; gamma 2 predicts ${at(2)} and gamma 5 ${at(5)}. Dashed: focal; solid: the share of positives.`,
      zh: `十个样本中有一个正例、没有特征时，focal 预测的概率随 gamma 的变化。gamma = 0 即交叉熵，预测值等于正例比例 ${at(0)}；gamma = 2 时为 ${at(2)}，gamma = 5 时为 ${at(5)}。虚线为 focal，实线为正例比例。`,
    },
    svg: `<svg viewBox="0 0 ${width} ${height}" role="img">${axes(x, y, { x: "gamma", y: "" })}<path class="curve s0" d="M${x(0)} ${y(share).toFixed(1)}H${x(5).toFixed(1)}"/><path class="curve s1" stroke-dasharray="${dashes[1]}" d="${polyline(points.map(([gamma, p]) => [x(gamma), y(p)] as const))}"/>${points.map(([gamma, p]) => `<circle class="pointed" r="4" cx="${x(gamma).toFixed(1)}" cy="${y(p).toFixed(1)}"/>`).join("")}</svg>`,
  };
}
