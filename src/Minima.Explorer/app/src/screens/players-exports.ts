import scene from "../../../../../explorer/scenes/players.json";
import { double } from "../sources/literals";
import type { Export } from "../widgets/exports";
import type { Game, Position, Setting } from "./players";

interface Shot { setting: Setting; path: readonly Position[] }

const slopes: Record<string, { own: string; fake: string }> = {
  minimax: { own: "-sigmoid(z)", fake: "sigmoid(z)" },
  nonsaturating: { own: "-sigmoid(-z)", fake: "sigmoid(z)" },
  lsgan: { own: "z - 1", fake: "z + 1" },
  wgan: { own: "-1", fake: "1" },
};

/** The losses of both players in PyTorch, by the outputs of the discriminator. */
const costs: Record<string, { discriminator: string; generator: string }> = {
  minimax: { discriminator: "F.softplus(-real, threshold=700) + F.softplus(fake, threshold=700)", generator: "-F.softplus(fake, threshold=700)" },
  nonsaturating: { discriminator: "F.softplus(-real, threshold=700) + F.softplus(fake, threshold=700)", generator: "F.softplus(-fake, threshold=700)" },
  lsgan: { discriminator: "((real - 1) ** 2 + (fake + 1) ** 2) / 2", generator: "(fake - 1) ** 2 / 2" },
  wgan: { discriminator: "fake - real", generator: "-fake" },
};

/** The least squares are one loss, with other labels for each player; the generator's gradient does not depend on the real sample. */
const takesReal = ({ generator }: Game): boolean => generator.startsWith("lsgan");

/** The path. The Python program walks it again by the slopes of the losses, those of C# and PyTorch by the losses; each prints its end. */
export function playersExports(shot: () => Shot): Export[] {
  const request = (text: string, inputs: object): string => {
    const [loss, given] = text.split(":");
    return JSON.stringify({ loss, ...(given ? { params: Object.fromEntries(given.split(",").map((pair) => pair.split("=")).map(([name, value]) => [name, Number(value)])) } : {}), inputs });
  };
  return [
    {
      file: "players.sh", title: { en: "Command", zh: "命令" }, text: () => {
        const { game, start: { theta, psi } } = shot().setting;
        const fake = [theta * psi];
        return `# The gradients at the start, with respect to the outputs of the discriminator\nminima evaluate <<'END'\n${request(game.discriminator, { real: [0], fake })}\n${request(game.generator, takesReal(game) ? { real: [0], fake } : { fake })}\nEND\n`;
      },
    },
    {
      file: "Program.cs", title: "C#", text: () => {
        const { game, start, rate, penalty, isAlternating } = shot().setting;
        return `using Minima;
using Minima.Tensors;

TensorCatalogue.Join();
var discriminator = (TensorLoss)LossSpec.Parse("${game.discriminator}").Create();
var generator = (TensorLoss)LossSpec.Parse("${game.generator}").Create();
double theta = ${start.theta}, psi = ${start.psi};
for (var step = 1; step <= ${shot().path.length - 1}; step++)
{
    using var scope = StepScope.Begin();
    var slope = Leaf(psi);
    var byPsi = Autograd.Gradient(discriminator.Apply([slope * 0, slope * theta]), [slope])[0].Item();
    var next = psi - ${rate} * (byPsi + ${penalty} * psi);
    var seen = ${isAlternating ? "next" : "psi"};
    var fake = Leaf(theta * seen);
    theta -= ${rate} * Autograd.Gradient(generator.Apply([${takesReal(game) ? "Leaf(0), " : ""}fake]), [fake])[0].Item() * seen;
    psi = next;
}

Console.WriteLine(theta);
Console.WriteLine(psi);

static Tensor Leaf(double value) => Tensor.Of((double[])[value], [1]).WithGradient();
`;
      },
    },
    {
      file: "players.py", title: "Python", text: () => {
        const { game, start, rate, penalty, isAlternating } = shot().setting;
        return `from math import exp\n\n\ndef sigmoid(z):\n    return 1 / (1 + exp(-z)) if z >= 0 else exp(z) / (1 + exp(z))\n\n\ndef own(z):\n    return ${slopes[game.id].own}\n\n\ndef fake(z):\n    return ${slopes[game.id].fake}\n\n\ntheta, psi = ${start.theta}, ${start.psi}\nfor _ in range(${shot().path.length - 1}):\n    z = theta * psi\n    new = psi - ${rate} * (fake(z) * theta + ${penalty} * psi)\n    seen = ${isAlternating ? "new" : "psi"}\n    theta -= ${rate} * own(theta * seen) * seen\n    psi = new\nprint(theta)\nprint(psi)\n`;
      },
    },
    {
      file: "players-torch.py", title: "PyTorch", text: () => {
        const { game, start, rate, penalty, isAlternating } = shot().setting;
        return `import torch
import torch.nn.functional as F


def discriminator(real, fake):
    return ${costs[game.id].discriminator}


def generator(fake):
    return ${costs[game.id].generator}


theta = torch.tensor(${double(start.theta)}, dtype=torch.float64, requires_grad=True)
psi = torch.tensor(${double(start.psi)}, dtype=torch.float64, requires_grad=True)
for _ in range(${shot().path.length - 1}):
    cost = discriminator(psi * 0, psi * theta.detach()) + ${penalty} / 2 * psi**2
    new = (psi - ${rate} * torch.autograd.grad(cost, psi)[0]).detach().requires_grad_()
    seen = ${isAlternating ? "new" : "psi"}.detach()
    theta = (theta - ${rate} * torch.autograd.grad(generator(seen * theta), theta)[0]).detach().requires_grad_()
    psi = new
print(theta.item())
print(psi.item())
`;
      },
    },
    { file: "players.csv", title: "CSV", text: () => `step,theta,psi\n${shot().path.map(({ theta, psi }, i) => `${i},${theta},${psi}\n`).join("")}` },
    { file: "players.json", title: "JSON", text: () => `${JSON.stringify({ screen: "players", ...shot().setting, range: scene.range, path: shot().path }, null, 2)}\n` },
  ];
}
