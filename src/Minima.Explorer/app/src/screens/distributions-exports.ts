import scene from "../../../../../explorer/scenes/distributions.json";
import type { Export } from "../widgets/exports";
import type { Measure } from "./distributions";
import type { Modes } from "./distributions-modes";

interface Shot { p: readonly number[]; q: readonly number[]; modes: Modes; values: Partial<Record<Measure, number>> }

/** Both histograms. The programs print KL(p‖q), KL(q‖p), the Jensen-Shannon divergence, the Wasserstein distance, the cross-entropy and the entropy, one a line. */
export function distributionsExports(shot: () => Shot): Export[] {
  const list = (bars: readonly number[]): string => bars.map((one) => one / 100).join(", ");
  const logs = (bars: readonly number[]): string => `[${bars.map((one) => (one === 0 ? '"-Infinity"' : String(Math.log(one / 100)))).join(", ")}]`;
  const sample = (bars: readonly number[]): string => `[${bars.flatMap((count, k) => new Array<number>(count).fill(k + 1)).join(", ")}]`;
  const { forward, reverse, symmetric, transport, entropy } = scene.measures;
  return [
    {
      file: "distributions.sh", title: { en: "Command", zh: "命令" }, text: () => {
        const { p, q } = shot();
        const request = (loss: string, prediction: string, target: string): string => `{"loss": "${loss}", "inputs": {"prediction": ${prediction}, "target": ${target}}}`;
        return `minima evaluate <<'END'\n${[request(forward, `[${logs(q)}]`, `[[${list(p)}]]`), request(reverse, `[${logs(q)}]`, `[${logs(p)}]`), request(symmetric, `[[${list(q)}]]`, `[[${list(p)}]]`), request(transport, sample(q), sample(p)), request(entropy, `[${logs(q)}]`, `[[${list(p)}]]`), request(entropy, `[${logs(p)}]`, `[[${list(p)}]]`)].join("\n")}\nEND\n`;
      },
    },
    {
      file: "Program.cs", title: "C#", text: () => `using Minima;\nusing Minima.Tensors;\nusing Minima.Tensors.Losses;\n\ndouble[] p = [${list(shot().p)}];\ndouble[] q = [${list(shot().q)}];\ndouble[] logP = [.. p.Select(share => Math.Log(share))], logQ = [.. q.Select(share => Math.Log(share))];\nPrint("${forward}", logQ, p);\nPrint("${reverse}", logQ, logP);\nPrint("${symmetric}", q, p);\nConsole.WriteLine(new Wasserstein1D().Apply(Sample(q), Sample(p)).Item());\nPrint("${entropy}", logQ, p);\nPrint("${entropy}", logP, p);\n\nstatic void Print(string loss, double[] prediction, double[] target) =>\n    Console.WriteLine(LossSpec.Parse(loss).Create().Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Classes = target.Length }).Value);\n\n// A hundred numbers, as many of each bar as it has hundredths\nstatic Tensor Sample(double[] bars)\n{\n    double[] numbers = [.. bars.SelectMany((share, bar) => Enumerable.Repeat(bar + 1.0, (int)Math.Round(100 * share)))];\n    return Tensor.Of(numbers, [numbers.Length]);\n}\n`,
    },
    {
      file: "distributions-torch.py", title: "PyTorch", text: () => `import torch

p = torch.tensor([${list(shot().p)}], dtype=torch.float64)
q = torch.tensor([${list(shot().q)}], dtype=torch.float64)


def over(a, terms):
    return torch.where(a == 0, torch.zeros_like(a), a * terms).sum()


m = (p + q) / 2
print(over(p, torch.log(p / q)).item())
print(over(q, torch.log(q / p)).item())
print(((over(p, torch.log(p / m)) + over(q, torch.log(q / m))) / 2).item())
print((p - q).cumsum(0).abs().sum().item())
print(over(p, -torch.log(q)).item())
print(over(p, -torch.log(p)).item())
`,
    },
    {
      file: "distributions.py", title: "Python", text: () => `from math import inf, log\n\np = [${list(shot().p)}]\nq = [${list(shot().q)}]\n\n\ndef kl(a, b):\n    return sum(0 if x == 0 else inf if y == 0 else x * log(x / y) for x, y in zip(a, b))\n\n\ndef cross_entropy(a, b):\n    return sum(0 if x == 0 else inf if y == 0 else -x * log(y) for x, y in zip(a, b))\n\n\nm = [(x + y) / 2 for x, y in zip(p, q)]\nprint(kl(p, q))\nprint(kl(q, p))\nprint((kl(p, m) + kl(q, m)) / 2)\nprint(sum(abs(sum(p[:k]) - sum(q[:k])) for k in range(1, len(p))))\nprint(cross_entropy(p, q))\nprint(cross_entropy(p, p))\n`,
    },
    { file: "distributions.csv", title: "CSV", text: () => `bar,p,q\n${shot().p.map((one, k) => `${k + 1},${one / 100},${shot().q[k] / 100}\n`).join("")}` },
    { file: "distributions.json", title: "JSON", text: () => `${JSON.stringify({ screen: "distributions", p: shot().p, q: shot().q, modes: shot().modes, ...Object.fromEntries(Object.entries(shot().values).map(([name, value]) => [name, Number.isFinite(value) ? value : String(value)])) }, null, 2)}\n` },
  ];
}
