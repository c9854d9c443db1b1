import scene from "../../../../../explorer/scenes/embedding.json";
import { engine, type TensorsReply } from "../engine";
import type { Words } from "../words";

export type Place = readonly [number, number];

/** One of the losses of the screen: its parameter, and which points stand in the rows of each of its inputs. */
export interface Learned {
  loss: string;
  parameter?: { name: string; opens: number; low: number; high: number };
  target?: "class" | "same";
  rows: Record<string, number[]>;
}

export interface State { points: readonly Place[]; centres: readonly Place[] }

export interface Pulls { value: number; points: Place[]; centres: Place[] }

export const learned = scene.learned as unknown as Learned[];

export const classes: readonly number[] = scene.classes;

export const classNames = ["A", "B", "C"];

export const names: Record<string, Words> = {
  triplet_margin: { en: "triplet margin", zh: "三元组间隔" },
  contrastive: { en: "contrastive", zh: "对比损失" },
  info_nce: { en: "InfoNCE", zh: "InfoNCE" },
  center_loss: { en: "center loss", zh: "中心损失" },
  island_loss: { en: "island loss", zh: "岛屿损失" },
  cosine_distance: { en: "cosine distance", zh: "余弦距离" },
};

/** What the rows of a loss are made of. */
export const compares: Record<string, Words> = {
  triplet_margin: { en: "Each point is an anchor, the next point of its class the positive, and every point of another class a negative: 96 triplets. A triplet that keeps the margin pulls at nothing.", zh: "每个点依次作锚点，同类的下一个点作正例，其他类的每个点作负例，共 96 个三元组。已满足间隔的三元组不再产生拉力。" },
  contrastive: { en: "All 66 pairs: two points of one class attract each other; two points of different classes repel each other until the margin lies between them.", zh: "全部 66 对点：同类的两点相互吸引，不同类的两点相互排斥，直到两者的距离达到间隔。" },
  info_nce: { en: "Points 1 and 2, 3 and 4, and so on are pairs. Each first point must find its partner among all six. Only directions from the middle count, and classes are not known: other pairs of the same class are pushed away too.", zh: "第 1 与 2 点、3 与 4 点等各成一对，每对的前一个点要在六个候选中找到自己的同伴。只有相对于原点的方向起作用；类别未知，因此同类的其他点对也会被推开。" },
  center_loss: { en: "Each class has a centre (×), which learns too. Each point is drawn to the centre of its class; nothing drives classes apart.", zh: "每个类有一个可学习的中心（×），每个点被拉向本类的中心；没有任何力量把各类分开。" },
  island_loss: { en: "As the center loss, and the centres (×) push each other into different directions from the middle.", zh: "在中心损失的基础上，各中心（×）还互相推开，使其相对于原点的方向各不相同。" },
  cosine_distance: { en: "Each point is drawn to the direction of the next point of its class. Lengths do not matter, so each arrow is at a right angle to the line from the middle; nothing drives classes apart.", zh: "每个点被拉向同类下一个点的方向。长度不起作用，因此箭头与原点到该点的连线垂直；没有任何力量把各类分开。" },
};

export function specOf({ loss, parameter }: Learned, value: number): string {
  return parameter ? `${loss}:${parameter.name}=${value}` : loss;
}

/** The inputs of a loss as `minima evaluate` takes them. */
export function inputsOf({ rows, target }: Learned, { points, centres }: State): Record<string, unknown> {
  const inputs: Record<string, unknown> = Object.fromEntries(Object.entries(rows).map(([name, places]) => [name, places.map((i) => points[i])]));
  if (target === "class") Object.assign(inputs, { weight: centres, target: classes });
  if (target === "same") inputs.target = rows.prediction.map((i, k) => (classes[i] === classes[rows.other[k]] ? 1 : 0));
  return inputs;
}

/** The library's loss and gradients. The gradient of a point is the sum over the rows in which it stands. */
export async function pulls(one: Learned, parameter: number, state: State): Promise<Pulls> {
  const { value, gradients } = await engine.ask<TensorsReply>("tensors", { loss: specOf(one, parameter), inputs: inputsOf(one, state) });
  const points = state.points.map((): [number, number] => [0, 0]);
  for (const [name, places] of Object.entries(one.rows)) {
    places.forEach((place, row) => {
      points[place][0] += gradients[name][2 * row];
      points[place][1] += gradients[name][2 * row + 1];
    });
  }
  return { value, points, centres: state.centres.map((_, k): Place => (one.target === "class" ? [gradients.weight[2 * k], gradients.weight[2 * k + 1]] : [0, 0])) };
}

/** One step of gradient descent, of the centres too. */
export function step({ points, centres }: State, by: Pulls, rate: number): State {
  const moved = (places: readonly Place[], gradients: readonly Place[]): Place[] => places.map(([x, y], i) => [x - rate * gradients[i][0], y - rate * gradients[i][1]]);
  return { points: moved(points, by.points), centres: moved(centres, by.centres) };
}

/** The mean distance of two points of one class, and of two points of different classes. */
export function distances(points: readonly Place[]): { within: number; between: number } {
  const sums = { within: 0, between: 0 };
  const counts = { within: 0, between: 0 };
  for (let i = 0; i < points.length; i++) {
    for (let j = i + 1; j < points.length; j++) {
      const kind = classes[i] === classes[j] ? "within" : "between";
      sums[kind] += Math.hypot(points[i][0] - points[j][0], points[i][1] - points[j][1]);
      counts[kind]++;
    }
  }
  return { within: sums.within / counts.within, between: sums.between / counts.between };
}
