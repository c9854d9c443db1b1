import type { ConstantReply, FitReply } from "../engine";
import { double } from "../sources/literals";
import { numpyProgram } from "../sources/python";
import { torchProgram } from "../sources/torch";
import { type Export, quoted } from "../widgets/exports";

export interface Fitted { constant: ConstantReply; line: FitReply }

interface Shot { loss: string; x: readonly number[]; target: readonly number[]; point: number; at: number; fitted: Fitted | undefined }

/** The best constant and the best line on the data shown, and value and gradient at the chosen point. Python prints the mean losses of both instead of finding them. */
export function ownExports(shot: () => Shot): Export[] {
  const csv = (): string => `x,y\n${shot().target.map((t, i) => `${shot().x[i]},${t}\n`).join("")}`;
  const list = (numbers: readonly number[]): string => numbers.map(double).join(", ");
  /** The mean losses by a function of prediction and target, in the words of one of both libraries. */
  const means = (array: (numbers: readonly number[]) => string, mean: (predicted: string) => string): string => {
    const { x, target, fitted } = shot();
    if (!fitted) return "";
    const { constant, line } = fitted;
    return `x = ${array(x)}\ntarget = ${array(target)}\nprint(${mean(`${constant.value} + 0 * x`)})\nprint(${mean(`${line.slope} * x + ${line.intercept}`)})\n`;
  };
  return [
    { file: "own.sh", title: { en: "Command", zh: "命令" }, text: () => `cat > own.csv <<'END'\n${csv()}END\nminima fit own.csv --target y --ignore x --loss ${quoted(shot().loss)} --json\nminima fit own.csv --target y --loss ${quoted(shot().loss)} --json\n` },
    { file: "Program.cs", title: "C#", text: () => `using Minima;\nusing Minima.Analysis;\nusing Minima.Tabular;\n\nvar loss = LossSpec.Parse(${JSON.stringify(shot().loss)}).Create();\nvar gradient = new double[1];\nConsole.WriteLine(loss.ValueAndGradient([${double(shot().point)}], [${double(shot().at)}], gradient));\nConsole.WriteLine(gradient[0]);\n\ndouble[] x = [${list(shot().x)}];\ndouble[] target = [${list(shot().target)}];\nConsole.WriteLine(LossAnalysis.Of(loss).OptimalConstant(target).Value);\nvar line = LinearModel.Fit(Table.FromColumns([new Column("x", x), new Column("y", target)], "y"), ${JSON.stringify(shot().loss)});\nConsole.WriteLine(line.Coefficients[0].FirstOrDefault());\nConsole.WriteLine(line.Intercepts[0]);\n` },
    {
      file: "own-torch.py", title: "PyTorch", text: () => torchProgram([["loss", shot().loss]], `prediction = torch.tensor([${shot().point}], dtype=torch.float64, requires_grad=True)\ntarget = torch.tensor([${shot().at}], dtype=torch.float64)\nvalue = loss(prediction, target)\nvalue.sum().backward()\nprint(value.item())\nprint(prediction.grad.item())\n${means((numbers) => `torch.tensor([${list(numbers)}], dtype=torch.float64)`, (predicted) => `loss(${predicted}, target).mean().item()`)}`),
    },
    {
      file: "own.py", title: "Python (NumPy)", text: () => numpyProgram([shot().loss], ([value, slope]) => `print(float(${value}(${shot().point}, ${shot().at})))\nprint(float(${slope}(${shot().point}, ${shot().at})))\n${means((numbers) => `np.array([${list(numbers)}])`, (predicted) => `float(np.mean(${value}(${predicted}, target)))`)}`),
    },
    { file: "own.csv", title: "CSV", text: csv },
    { file: "own.json", title: "JSON", text: () => { const { fitted, ...state } = shot(); return `${JSON.stringify({ screen: "own", ...state, constant: fitted?.constant.value, slope: fitted?.line.slope, intercept: fitted?.line.intercept }, null, 2)}\n`; } },
  ];
}
