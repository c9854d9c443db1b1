import golden from "../../../../../explorer/golden/embedding.json";
import scene from "../../../../../explorer/scenes/embedding.json";
import { arrow, axes, scale } from "../plot";
import type { Still } from "../stills";

export function embedding(): Still {
  const [width, height] = [640, 460];
  const [x, y] = [scale(-scene.range, scene.range, 42, width - 12), scale(-0.8 * scene.range, 0.8 * scene.range, height - 40, 18)];
  const { points } = golden.triplet_margin;
  const sizes = points.map(([a, b]) => Math.hypot(a, b));
  const largest = Math.max(...sizes);
  const marks = scene.points.map(([px, py], i) => {
    const [cx, cy] = [x(px), y(py)];
    const shape = [`M${cx - 6} ${cy}a6 6 0 1 0 12 0a6 6 0 1 0 -12 0`, `M${cx - 5.5} ${cy - 5.5}h11v11h-11z`, `M${cx} ${cy - 7}l6.5 12h-13z`][scene.classes[i]];
    return `<path class="pointed of-class s${scene.classes[i]}" d="${shape}"/>`;
  });
  const arrows = scene.points.map(([px, py], i) => (sizes[i] > 0 ? arrow(x(px), y(py), x(px) - (70 * points[i][0]) / largest, y(py) + (70 * points[i][1]) / largest) : "")).join("");
  const [first, last] = [scene.predict.points[0], scene.predict.points[1]].map((place) => Number(sizes[place - 1].toPrecision(3)));
  return {
    tag: "mx-embedding",
    name: "embedding",
    title: { en: "Embedding table", zh: "嵌入表" },
    lead: { en: "Twelve points of three classes. The loss decides which of them attract and which repel each other, and when they come to rest.", zh: "三个类共十二个点。哪些点相互吸引、哪些相互排斥、何时静止，由损失函数决定。" },
    caption: {
      en: `What the triplet margin loss does to twelve points of three classes (○, □, △). Point ${scene.predict.points[0]} lies amid the squares and gets the largest gradient, ${first}; point ${scene.predict.points[1]} gets ${last}. Point 2 stays: no triplet with it breaks the margin.`,
      zh: `三元组间隔损失对三个类（○、□、△）的十二个点的作用。第 ${scene.predict.points[0]} 点落在方块之中，梯度最大，为 ${first}；第 ${scene.predict.points[1]} 点为 ${last}。第 2 点不动：含它的三元组都已满足间隔。`,
    },
    svg: `<svg viewBox="0 0 ${width} ${height}" role="img">${axes(x, y, { x: "x", y: "y" })}<path class="field" d="${arrows}"/>${marks.join("")}</svg>`,
  };
}
