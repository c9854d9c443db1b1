import scene from "../../../../../../explorer/scenes/many.json";
import { penaltiesOf, type Sparse } from "./sparse";
import type { Springs } from "./springs";
import type { Tasks } from "./tasks";

const { columns, target } = scene.sparse;

/** A program for PyTorch that prints the steps of PCGrad and MGDA, the coefficients under l1, and the weights on springs, one list a line. */
export function torchOf({ tasks, sparse, springs }: { tasks: Tasks; sparse: Sparse; springs: Springs }): string {
  const { wanted, fisher, lambda } = springs.held;
  const [g, h] = tasks.gradients.map((gradient) => `torch.tensor([${gradient.join(", ")}], dtype=torch.float64)`);
  return `import torch

g = ${g}
h = ${h}
conflict = torch.clamp(g @ h, max=0)
print(((1 - conflict / (g @ g)) * g + (1 - conflict / (h @ h)) * h).tolist())
share = torch.clamp(h @ (h - g) / ((h - g) @ (h - g)), 0, 1)
print((share * g + (1 - share) * h).tolist())

x = torch.tensor([
    ${columns.map((column) => `[${column.join(", ")}]`).join(",\n    ")}], dtype=torch.float64).T
y = torch.tensor([${target.join(", ")}], dtype=torch.float64)
x = x - x.mean(0)
y = y - y.mean()
w = torch.zeros(x.shape[1], dtype=torch.float64, requires_grad=True)
rate = len(y) / (2 * torch.linalg.matrix_norm(x, 2) ** 2)
for _ in range(2000):  # A step of the mean squared error, then one of the penalty
    (slope,) = torch.autograd.grad(((x @ w - y) ** 2).mean(), w)
    w = (w - rate * slope).detach()
    w = (torch.sign(w) * torch.relu(w.abs() - rate * ${penaltiesOf("l1", sparse.strength).l1})).requires_grad_()
print(w.tolist())

wanted = torch.tensor([${wanted.join(", ")}], dtype=torch.float64)
fisher = torch.tensor([${fisher.join(", ")}], dtype=torch.float64)
old = torch.tensor([${scene.springs.old.join(", ")}], dtype=torch.float64)


def both_tasks(w):
    return ((w - wanted) ** 2).sum() / 2 + ${lambda} / 2 * (fisher * (w - old) ** 2).sum()


# The sum is quadratic: one step of Newton's method
slope = torch.autograd.functional.jacobian(both_tasks, old)
print((old - torch.linalg.solve(torch.autograd.functional.hessian(both_tasks, old), slope)).tolist())
`;
}
