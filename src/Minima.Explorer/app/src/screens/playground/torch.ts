import { torchProgram } from "../../sources/torch";
import type { Table } from "./data";
import { started, type Race } from "./race";

const optimizers: Record<string, string> = { sgd: "torch.optim.SGD", adam: "torch.optim.Adam", rmsprop: "torch.optim.RMSprop", adagrad: "torch.optim.Adagrad", lion: "Lion" };

/** PyTorch has no Lion. */
const lion = `class Lion(torch.optim.Optimizer):
    def __init__(self, parameters, lr):
        super().__init__(parameters, {"lr": lr})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for one in group["params"]:
                mean = self.state[one].setdefault("mean", torch.zeros_like(one))
                one -= group["lr"] * torch.sign(0.9 * mean + 0.1 * one.grad)
                mean.mul_(0.99).add_(one.grad, alpha=0.01)


`;

/** A program for PyTorch that makes both trainings anew, from the same weights: it prints, for each step, the number of the training, the step and the loss before it. */
export function torchOf({ inputs }: Table, races: readonly Race[], steps: number): Promise<string> {
  const trained = started(races);
  const train = ({ runner: { optimizer, rate, layers }, states, hasMarginLabels }: Race, place: number): string => {
    const [name, given] = optimizer.split(":");
    return `train(${place + 1}, loss_${place + 1}, [${[inputs, ...layers, 1].join(", ")}], lambda parameters: ${optimizers[name]}(parameters, lr=${rate}${given ? `, ${given}` : ""}), ${hasMarginLabels ? "2 * t - 1" : "t"}, [${[...states[0]].join(", ")}])\n`;
  };
  return torchProgram(trained.map(({ runner }, place) => [`loss_${place + 1}`, runner.loss]), `
with open("playground.csv") as file:
    table = torch.tensor([[float(cell) for cell in line.split(",")] for line in file.read().split()[1:]], dtype=torch.float64)
x, t = table[:, :-1].contiguous(), table[:, -1].contiguous()


${trained.some(({ runner }) => runner.optimizer.startsWith("lion")) ? lion : ""}def network(widths, weights):
    layers, rest = [], torch.tensor(weights, dtype=torch.float64)
    for inputs, outputs in zip(widths, widths[1:]):
        layer = torch.nn.Linear(inputs, outputs)
        matrix, biases, rest = rest.split([inputs * outputs, outputs, len(rest) - (inputs + 1) * outputs])
        with torch.no_grad():
            layer.weight.copy_(matrix.reshape(inputs, outputs).T)
            layer.bias.copy_(biases)
        layers += [layer, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def train(training, loss, widths, make, labels, weights):
    model = network(widths, weights)
    optimizer = make(model.parameters())
    for step in range(1, ${steps} + 1):
        optimizer.zero_grad()
        value = loss(model(x).squeeze(1), labels).mean()
        value.backward()
        optimizer.step()
        print(training, step, value.item())


${trained.map(train).join("")}`);
}
