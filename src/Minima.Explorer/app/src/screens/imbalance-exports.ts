import scene from "../../../../../explorer/scenes/imbalance.json";
import { numpyProgram } from "../sources/python";
import { torchProgram } from "../sources/torch";
import type { Export } from "../widgets/exports";
import type { Rival } from "./imbalance";
import { csv, type Sample } from "./imbalance-data";

interface Shot { sample: Sample; heldOut: Sample; rivals: readonly Rival[]; seed: number; ratio: number }

/** The fits of all losses. The programs read the table that is exported as CSV. */
export function imbalanceExports(shot: () => Shot): Export[] {
  return [
    { file: "imbalance.sh", title: { en: "Command", zh: "命令" }, text: () => `cat > imbalance.csv <<'END'\n${csv(shot().sample)}END\n${shot().rivals.map(({ spec }) => `minima fit imbalance.csv --target t --loss '${spec}' --l2 ${scene.l2} --json\n`).join("")}` },
    { file: "Program.cs", title: "C#", text: () => `using Minima.Tabular;\n\nvar table = Table.FromFile("imbalance.csv", "t");\nforeach (var loss in new[] { ${shot().rivals.map(({ spec }) => JSON.stringify(spec)).join(", ")} })\n{\n    var model = LinearModel.Fit(table, loss, new() { L2 = ${scene.l2} });\n    Console.WriteLine($"{loss}: {string.Join(' ', model.Coefficients[0])} {model.Intercepts[0]}");\n}\n` },
    {
      file: "imbalance-torch.py", title: "PyTorch", text: () => torchProgram(shot().rivals.map(({ spec }, i) => [`loss_${i + 1}`, spec]), `
with open("imbalance.csv") as file:
    table = torch.tensor([[float(cell) for cell in line.split(",")] for line in file.read().split()[1:]], dtype=torch.float64)
features, target = table[:, :2].contiguous(), table[:, 2].contiguous()


def fit(loss, start):
    def objective(w):
        return loss(features @ w[:2] + w[2], target).mean() + ${scene.l2} / 2 * (w[:2] ** 2).sum()

    def closure():
        optimizer.zero_grad()
        value = objective(w)
        value.backward()
        return value

    w = start.clone().requires_grad_()
    optimizer = torch.optim.LBFGS([w], max_iter=500, line_search_fn="strong_wolfe")
    optimizer.step(closure)
    w = w.detach()
    for _ in range(3):  # Newton's method, for the last digits
        slope = torch.autograd.functional.jacobian(objective, w)
        w = w - torch.linalg.solve(torch.autograd.functional.hessian(objective, w), slope)
    return w


first = fit(loss_1, torch.zeros(3, dtype=torch.float64))
for loss in [${shot().rivals.map((_, i) => `loss_${i + 1}`).join(", ")}]:
    print(*fit(loss, first).tolist())
`),
    },
    {
      file: "imbalance.py", title: "Python (NumPy)", text: () => numpyProgram(shot().rivals.map(({ spec }) => spec), (names) => `table = np.loadtxt("imbalance.csv", delimiter=",", skiprows=1)
features, target = np.column_stack([table[:, :2], np.ones(len(table))]), table[:, 2]
penalty = np.array([${scene.l2}, ${scene.l2}, 0])


def fit(value, slope, start):
    def objective(w):
        return np.mean(value(features @ w, target)) + penalty @ w**2 / 2

    def gradient(w):
        return features.T @ slope(features @ w, target) / len(target) + penalty * w

    w = start
    for _ in range(100):
        # Second derivatives by differences; their absolute eigenvalues make each step one downhill
        shifts = 1e-5 * np.eye(3)
        hessian = np.array([gradient(w + shift) - gradient(w - shift) for shift in shifts]) / 2e-5
        values, vectors = np.linalg.eigh((hessian + hessian.T) / 2)
        step = vectors @ (vectors.T @ gradient(w) / np.maximum(np.abs(values), 1e-8))
        while np.abs(step).max() > 1e-6 and objective(w - step) > objective(w):
            step /= 2
        w = w - step
    return w


losses = [${names.flatMap((name, i) => (i % 2 === 0 ? [`(${name}, ${names[i + 1]})`] : [])).join(", ")}]
first = fit(*losses[0], np.zeros(3))
for value, slope in losses:
    print(*fit(value, slope, first).tolist())
`),
    },
    { file: "imbalance.csv", title: { en: "Training rows (CSV)", zh: "训练样本（CSV）" }, text: () => csv(shot().sample) },
    { file: "held-out.csv", title: { en: "Rows that judge (CSV)", zh: "评估样本（CSV）" }, text: () => csv(shot().heldOut) },
    {
      file: "imbalance.json", title: "JSON", text: () => `${JSON.stringify({
        screen: "imbalance", seed: shot().seed, ratio: shot().ratio,
        losses: shot().rivals.map(({ spec, model, mean, certified, constant, judged }) => ({ loss: spec, ...model, objective: mean, certified, constant, averagePrecision: judged?.ranking.averagePrecision, recall: judged?.decisions.recall, precision: judged?.decisions.precision })),
      }, null, 2)}\n`,
    },
  ];
}
