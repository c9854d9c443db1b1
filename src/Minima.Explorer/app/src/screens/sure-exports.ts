import scene from "../../../../../explorer/scenes/sure.json";
import type { Formula } from "../engine";
import { double } from "../sources/literals";
import { numpyProgram } from "../sources/python";
import type { Export } from "../widgets/exports";

interface Shot { logit: number; target: number; formulas: readonly Formula[] }

const [squared, entropy] = scene.written;

/** Logits of the curves that the CSV has below the row of the screen. */
const axis = Array.from({ length: 41 }, (_, i) => i / 2 - 10);

/** The losses in PyTorch, of the logit `z` and the true class `t`. */
const written = ["(torch.sigmoid(z) - t) ** 2", "F.binary_cross_entropy_with_logits(z, t)"];

/** Both losses at the logit. Each program prints the value and the gradient of the squared error, then those of the cross-entropy. */
export function sureExports(shot: () => Shot): Export[] {
  const each = (loss: string): object => (loss === squared ? { formula: loss } : { loss });
  return [
    { file: "evaluate.sh", title: { en: "Command", zh: "命令" }, text: () => `minima evaluate <<'END'\n${[squared, entropy].map((loss) => JSON.stringify({ ...each(loss), inputs: { prediction: [shot().logit], target: [shot().target] } })).join("\n")}\nEND\n` },
    { file: "Program.cs", title: "C#", text: () => `using Minima;\n\nvar gradient = new double[1];\n${[squared, entropy].map((loss) => `Console.WriteLine(LossSpec.Parse(${JSON.stringify(loss)}).Create().ValueAndGradient([${double(shot().logit)}], [${double(shot().target)}], gradient));\nConsole.WriteLine(gradient[0]);\n`).join("")}` },
    { file: "sure-torch.py", title: "PyTorch", text: () => `import torch\nimport torch.nn.functional as F\n\nt = torch.tensor(${double(shot().target)}, dtype=torch.float64)\n${written.map((loss) => `z = torch.tensor(${double(shot().logit)}, dtype=torch.float64, requires_grad=True)\nvalue = ${loss}\nvalue.backward()\nprint(value.item())\nprint(z.grad.item())\n`).join("")}` },
    { file: "sure.py", title: "Python (NumPy)", text: () => numpyProgram([squared, entropy], (names) => names.map((name) => `print(float(${name}(${shot().logit}, ${shot().target})))\n`).join("")) },
    { file: "sure.json", title: "JSON", text: () => `${JSON.stringify({ screen: "sure", logit: shot().logit, target: shot().target, losses: [squared, entropy].map((loss, i) => ({ loss, value: shot().formulas[i]?.value(shot().logit, shot().target), gradient: shot().formulas[i]?.slope(shot().logit, shot().target) })) }, null, 2)}\n` },
    { file: "sure.csv", title: "CSV", text: () => `loss,target,logit,value,gradient\n${[squared, entropy].flatMap((loss, i) => [shot().logit, ...axis].map((z) => `"${loss}",${shot().target},${z},${shot().formulas[i]?.value(z, shot().target)},${shot().formulas[i]?.slope(z, shot().target)}\n`)).join("")}` },
  ];
}
