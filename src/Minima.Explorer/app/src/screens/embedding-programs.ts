import { classes, inputsOf, type Learned, specOf, type State } from "./embedding-losses";

/** The steps from the first state to the last. */
export interface Walk { learned: Learned; parameter: number; rate: number; path: readonly State[] }

/** Unit vectors, and the gradient of vectors of any length from that of their directions. */
const directions = `def turned(gradient, unit, length):
    return (gradient - (gradient * unit).sum(1, keepdims=True) * unit) / length


`;

const lengths = (name: string): string => `length = np.linalg.norm(${name}, axis=1, keepdims=True)
unit = ${name} / length`;

const centred = `apart = points - centres[classes]
value = (apart**2).sum(1).mean() / 2
by_points += apart / len(points)
np.add.at(by_centres, classes, -apart / len(points))`;

/** Of each loss its value and its gradients, written out. A point may stand in several rows, so that `np.add.at` sums. */
const written: Record<string, string> = {
  triplet_margin: `near = points[anchor] - points[positive] + 1e-6
far = points[anchor] - points[negative] + 1e-6
nearness = np.linalg.norm(near, axis=1, keepdims=True)
distance = np.linalg.norm(far, axis=1, keepdims=True)
missing = nearness - distance + parameter
value = np.maximum(missing, 0).mean()
active = (missing > 0) / len(missing)
np.add.at(by_points, anchor, active * (near / nearness - far / distance))
np.add.at(by_points, positive, -active * near / nearness)
np.add.at(by_points, negative, active * far / distance)`,
  contrastive: `apart = points[prediction] - points[other]
distance = np.linalg.norm(apart, axis=1, keepdims=True)
same = (classes[prediction] == classes[other])[:, None]
missing = np.maximum(parameter - distance, 0)
value = (np.where(same, distance, missing) ** 2).mean() / 2
pull = np.where(same, distance, -missing) / np.maximum(distance, 1e-300) * apart / len(apart)
np.add.at(by_points, prediction, pull)
np.add.at(by_points, other, -pull)`,
  info_nce: `${lengths("points")}
scores = unit[query] @ unit[key].T / parameter
shares = np.exp(scores - scores.max(1, keepdims=True))
shares /= shares.sum(1, keepdims=True)
value = -np.log(shares.diagonal()).mean()
by_scores = (shares - np.eye(len(query))) / (len(query) * parameter)
by_unit = np.zeros_like(points)
np.add.at(by_unit, query, by_scores @ unit[key])
np.add.at(by_unit, key, by_scores.T @ unit[query])
by_points += turned(by_unit, unit, length)`,
  center_loss: centred,
  island_loss: `${centred}
${lengths("centres")}
cosines = unit @ unit.T
value += parameter * (1 + cosines[~np.eye(len(centres), dtype=bool)]).sum()
by_centres += turned(2 * parameter * (unit.sum(0) - unit), unit, length)`,
  cosine_distance: `${lengths("points")}
value = 1 - (unit[prediction] * unit[target]).sum(1).mean()
by_unit = np.zeros_like(points)
np.add.at(by_unit, prediction, -unit[target] / len(target))
np.add.at(by_unit, target, -unit[prediction] / len(target))
by_points += turned(by_unit, unit, length)`,
};

/** A program over NumPy arrays that takes the steps and prints the last loss and the points. */
export function numpyOf({ learned, parameter, rate, path }: Walk): string {
  const body = written[learned.loss];
  const rows = Object.entries(learned.rows).map(([name, places]) => `${name} = np.array(${JSON.stringify(places)})\n`).join("");
  const start = path[0];
  return `import numpy as np

points = np.array(${JSON.stringify(start.points)}, dtype=float)
centres = np.array(${JSON.stringify(start.centres)}, dtype=float)
classes = np.array(${JSON.stringify(classes)})
${rows}${learned.parameter ? `parameter = ${parameter}\n` : ""}

${body.includes("turned(") ? directions : ""}def loss_and_gradients():
    by_points, by_centres = np.zeros_like(points), np.zeros_like(centres)
${body.replace(/^/gm, "    ")}
    return value, by_points, by_centres


for _ in range(${path.length - 1}):
    _, by_points, by_centres = loss_and_gradients()
    points -= ${rate} * by_points
    centres -= ${rate} * by_centres
print(float(loss_and_gradients()[0]))
for x, y in points.tolist():
    print(x, y)
`;
}

/** A program over the library's tensors that takes the steps and prints the last loss and the points. */
export function csharpOf({ learned, parameter, rate, path }: Walk): string {
  const [{ points, centres }] = path;
  const table = (places: readonly (readonly [number, number])[]): string => `Tensor.Of((double[])[${places.flat().join(", ")}], [${places.length}, 2]).WithGradient()`;
  const given = inputsOf(learned, path[0]);
  const rows = Object.entries(learned.rows).map(([name, places]) => `var ${name} = Tensor.Of((int[])[${places.join(", ")}], [${places.length}]);\n`).join("");
  const target = learned.target === undefined ? "" : `var target = Tensor.Of((${learned.target === "class" ? "int" : "double"}[])[${(given.target as number[]).join(", ")}], [${(given.target as number[]).length}]);\n`;
  const inputs = Object.keys(given).map((name) => (name === "weight" ? "centres" : Object.hasOwn(learned.rows, name) ? `points.Rows(${name})` : name));
  const moved = learned.target === "class" ? ["points", "centres"] : ["points"];
  return `using Minima;
using Minima.Tensors;

TensorCatalogue.Join();
var loss = (TensorLoss)LossSpec.Parse("${specOf(learned, parameter)}").Create();
var points = ${table(points)};
${moved.includes("centres") ? `var centres = ${table(centres)};\n` : ""}${rows}${target}
for (var step = 1; step <= ${path.length - 1}; step++)
{
    var gradients = Autograd.Gradient(Value(), [${moved.join(", ")}]);
${moved.map((name, i) => `    ${name} = (${name} - ${rate} * gradients[${i}]).WithGradient();\n`).join("")}}

Console.WriteLine(Value().Item());
Console.WriteLine(string.Join(' ', points.ToArray()));

Tensor Value() => loss.Apply([${inputs.join(", ")}]);
`;
}
