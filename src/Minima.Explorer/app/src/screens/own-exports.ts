import { double } from "../sources/literals";
import { numpyProgram } from "../sources/python";
import { torchProgram } from "../sources/torch";
import { type Export, quoted } from "../widgets/exports";

interface Shot { loss: string; target: readonly number[]; point: number; at: number }

/** The loss with its best constant on the data shown, and its value and gradient at the chosen point. */
export function ownExports(shot: () => Shot): Export[] {
  return [
    { file: "own.sh", title: { en: "Command", zh: "命令" }, text: () => `cat > own.csv <<'END'\ny\n${shot().target.map((t) => `${t}\n`).join("")}END\nminima fit own.csv --target y --loss ${quoted(shot().loss)} --json\n` },
    { file: "Program.cs", title: "C#", text: () => `using Minima;\nusing Minima.Analysis;\n\nvar loss = LossSpec.Parse(${JSON.stringify(shot().loss)}).Create();\nvar gradient = new double[1];\nConsole.WriteLine(loss.ValueAndGradient([${double(shot().point)}], [${double(shot().at)}], gradient));\nConsole.WriteLine(gradient[0]);\nConsole.WriteLine(LossAnalysis.Of(loss).OptimalConstant([${shot().target.map(double).join(", ")}]).Value);\n` },
    { file: "own-torch.py", title: "PyTorch", text: () => torchProgram([["loss", shot().loss]], `prediction = torch.tensor([${shot().point}], dtype=torch.float64, requires_grad=True)\ntarget = torch.tensor([${shot().at}], dtype=torch.float64)\nvalue = loss(prediction, target)\nvalue.sum().backward()\nprint(value.item())\nprint(prediction.grad.item())\n`) },
    { file: "own.py", title: "Python (NumPy)", text: () => numpyProgram([shot().loss], ([value, slope]) => `print(float(${value}(${shot().point}, ${shot().at})))\nprint(float(${slope}(${shot().point}, ${shot().at})))\n`) },
    { file: "own.json", title: "JSON", text: () => `${JSON.stringify({ screen: "own", ...shot() }, null, 2)}\n` },
  ];
}
