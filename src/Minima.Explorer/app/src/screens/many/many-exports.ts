import scene from "../../../../../../explorer/scenes/many.json";
import type { Export } from "../../widgets/exports";
import { fixedWeights, methods } from "./combine";
import { type Drift, mistakes } from "./drift";
import { featureName, kinds, penaltiesOf, type Sparse } from "./sparse";
import { torchOf } from "./many-torch";
import { restOf, type Springs } from "./springs";
import type { Tasks } from "./tasks";

interface Sections { tasks: Tasks; sparse: Sparse; springs: Springs; drift: Drift }

const { columns, target, loss } = scene.sparse;
const { old, penalty } = scene.springs;

/** All four sections. The programs print what the screen shows: the directions, the coefficients, the weights on springs, the alarms. */
export function manyExports({ tasks, sparse, springs, drift }: Sections): Export[] {
  const csv = (): string => `${columns.map((_, j) => featureName(j)).join(",")},y\n${target.map((one, i) => `${columns.map((column) => column[i]).join(",")},${one}\n`).join("")}`;
  const rows = (): string => tasks.gradients.map((gradient) => `[${gradient.join(", ")}]`).join(", ");
  const bits = (): string => mistakes(drift.stream).join("");
  return [
    {
      file: "many.sh", title: { en: "Command", zh: "命令" }, text: () => {
        const gradients = tasks.gradients;
        const { fisher, lambda } = springs.held;
        const requests = [
          { loss: "fixed_weights", params: { weights: fixedWeights(tasks.setting.weight) }, inputs: { losses: [1, 1] } },
          { loss: "gradnorm", inputs: { weights: tasks.combined("gradnorm").weights, norms: gradients.map((gradient) => Math.hypot(...gradient)), losses: [1, 1], initial: [1, 1] } },
          ...["pcgrad", "mgda"].map((name) => ({ loss: name, reduction: "none", inputs: { gradients } })),
          { loss: penalty, params: { lambda }, inputs: { weight: restOf(springs.held).weights, anchor: old, importance: fisher } },
        ];
        return `# Weights are the gradient of the first; the second is 0 where GradNorm's weights rest; then two directions, and the springs\nminima evaluate <<'END'\n${requests.map((request) => `${JSON.stringify(request)}\n`).join("")}END\ncat > many.csv <<'END'\n${csv()}END\n${kinds.map((kind) => `minima fit many.csv --target y --loss ${loss} --${kind} ${sparse.strength} --json\n`).join("")}`;
      },
    },
    {
      file: "Program.cs", title: "C#", text: () => {
        const names = columns.map((_, j) => `new Column("${featureName(j)}", [${columns[j].join(", ")}])`);
        const fit = (kind: string, option: string): string => `var ${kind} = LinearModel.Fit(table, "${loss}", new FitOptions { ${option} = ${sparse.strength} });\nConsole.WriteLine(string.Join(' ', ${kind}.Coefficients[0]));\n`;
        return `using Minima;\nusing Minima.Tabular;\nusing Minima.Tensors;\nusing Minima.Tensors.Losses;\nusing Minima.Tensors.Streams;\n\nvar gradients = Tensor.Of((double[])[${tasks.gradients.flat().join(", ")}], [2, 2]);\nvar terms = new LossArguments { Reduction = Reduction.None };\nConsole.WriteLine(string.Join(' ', new GradientSurgery().Apply(gradients, terms).ToArray()));\nConsole.WriteLine(string.Join(' ', new MultipleGradientDescent().Apply(gradients, terms).ToArray()));\n\nvar table = Table.FromColumns([\n    ${names.join(",\n    ")},\n    new Column("y", [${target.join(", ")}])], "y");\n${fit("l1", "L1")}${fit("l2", "L2")}\nvar window = new AdaptiveWindow(${drift.stream.delta});\nforeach (var mistake in "${bits()}")\n{\n    if (window.Add(mistake - '0') == DriftState.Drift) Console.WriteLine(window.Count);\n}\n`;
      },
    },
    { file: "many-torch.py", title: "PyTorch", text: () => torchOf({ tasks, sparse, springs }) },
    {
      file: "many.py", title: "Python", text: () => {
        const { wanted, fisher, lambda } = springs.held;
        const { l1 } = penaltiesOf("l1", sparse.strength);
        return `g, h = ${rows()}


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


conflict = min(0, dot(g, h))
print([(1 - conflict / dot(g, g)) * a + (1 - conflict / dot(h, h)) * b for a, b in zip(g, h)])
apart = [b - a for a, b in zip(g, h)]
share = max(0, min(1, dot(h, apart) / dot(apart, apart)))
print([share * a + (1 - share) * b for a, b in zip(g, h)])

columns = [
    ${columns.map((column) => `[${column.join(", ")}]`).join(",\n    ")}]
target = [${target.join(", ")}]
n = len(target)
centred = [[x - sum(column) / n for x in column] for column in columns]
rest = [y - sum(target) / n for y in target]
w = [0] * len(columns)
for _ in range(2000):
    for j, x in enumerate(centred):
        curvature = 2 / n * dot(x, x)
        pull = 2 / n * dot(x, rest) + curvature * w[j]
        new = max(0, abs(pull) - ${l1}) / curvature * (1 if pull > 0 else -1)
        rest = [r + (w[j] - new) * a for r, a in zip(rest, x)]
        w[j] = new
print([one + 0 for one in w])

wanted, fisher, old = [${wanted.join(", ")}], [${fisher.join(", ")}], [${old.join(", ")}]
print([(b + ${lambda} * f * a) / (1 + ${lambda} * f) for a, b, f in zip(old, wanted, fisher)])
`;
      },
    },
    { file: "many.csv", title: { en: "Rows of l1 and l2 (CSV)", zh: "l1 与 l2 的样本（CSV）" }, text: csv },
    {
      file: "many.json", title: "JSON", text: () => `${JSON.stringify({
        screen: "many",
        tasks: { ...tasks.setting, gradients: tasks.gradients, methods: Object.fromEntries(methods.map((method) => [method, tasks.combined(method)])) },
        penalty: { strength: sparse.strength, ...Object.fromEntries(kinds.map((kind) => [kind, sparse.plane(kind)])) },
        springs: { ...springs.held, ...restOf(springs.held) },
        stream: { ...drift.stream, ...drift.certified.answer },
      }, null, 2)}\n`,
    },
  ];
}
