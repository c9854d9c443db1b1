import { engine, type LossReply } from "../engine";
import { double } from "../sources/literals";
import { numpyProgram } from "../sources/python";
import { torchProgram } from "../sources/torch";
import { type Export, quoted } from "../widgets/exports";
import type { Shown } from "./pull";

interface Shot { model: "line" | "constant"; x: readonly number[]; target: readonly number[]; losses: readonly Shown[]; chosen: Shown; point: number }

/** The fit of the loss whose arrows are shown. Each program prints the numbers of the screen. */
export function pullExports(shot: () => Shot): Export[] {
  const csv = (): string => {
    const { model, x, target } = shot();
    return model === "line" ? `x,y\n${target.map((t, i) => `${x[i]},${t}\n`).join("")}` : `y\n${target.map((t) => `${t}\n`).join("")}`;
  };
  const predictions = (): number[] => shot().target.map((_, i) => shot().chosen.line.slope * shot().x[i] + shot().chosen.line.intercept);
  return [
    { file: "pull.sh", title: { en: "Command", zh: "命令" }, text: () => `cat > pull.csv <<'END'\n${csv()}END\nminima fit pull.csv --target y --loss ${quoted(shot().chosen.spec)}\n` },
    {
      file: "Program.cs", title: "C#", text: () => {
        const { model, x, target, chosen } = shot();
        const text = JSON.stringify(chosen.spec);
        return model === "line"
          ? `using Minima.Tabular;\n\nvar table = Table.FromColumns([new Column("x", [${x.join(", ")}]), new Column("y", [${target.join(", ")}])], "y");\nvar model = LinearModel.Fit(table, ${text});\nConsole.WriteLine(model.Coefficients[0].FirstOrDefault());\nConsole.WriteLine(model.Intercepts[0]);\n`
          : `using Minima;\nusing Minima.Analysis;\n\nvar loss = LossSpec.Parse(${text}).Create();\nConsole.WriteLine(LossAnalysis.Of(loss).OptimalConstant([${target.map(double).join(", ")}]).Value);\n`;
      },
    },
    {
      file: "pull-torch.py", title: "PyTorch", text: () => {
        const { x, target, chosen: { spec, line: { slope, intercept } }, point } = shot();
        const tensor = (numbers: readonly number[]): string => `torch.tensor([${numbers.join(", ")}], dtype=torch.float64)`;
        return torchProgram([["loss", spec]], `x = ${tensor(x)}\ntarget = ${tensor(target)}\nprediction = (${slope} * x + ${intercept}).requires_grad_()\nvalue = loss(prediction, target)\nvalue.sum().backward()\nprint(value.mean().item())\n# The share of point ${point + 1} in the pull\nprint((prediction.grad[${point}].abs() / prediction.grad.abs().sum()).item())\n`);
      },
    },
    {
      file: "pull.py", title: "Python (NumPy)",
      text: () => numpyProgram([shot().chosen.spec], ([value]) => `target = np.array([${shot().target.join(", ")}], dtype=float)\nprediction = np.array([${predictions().join(", ")}], dtype=float)\nprint(repr(float(np.mean(${value}(prediction, target)))))\n`),
    },
    { file: "pull.sql", title: "SQL", text: async () => `SELECT avg(${(await engine.ask<LossReply>("loss", { loss: shot().chosen.spec, forms: true })).formula?.sql})\nFROM (VALUES ${shot().target.map((t, i) => `(CAST(${predictions()[i]} AS DOUBLE PRECISION), CAST(${t} AS DOUBLE PRECISION))`).join(",\n  ")}) AS samples(prediction, target);\n` },
    { file: "pull.csv", title: "CSV", text: csv },
    { file: "pull.json", title: "JSON", text: () => `${JSON.stringify({ screen: "pull", model: shot().model, x: shot().x, target: shot().target, losses: shot().losses.map((one) => ({ loss: one.spec, slope: one.line.slope, intercept: one.line.intercept, mean: one.mean, certified: one.certified })) }, null, 2)}\n` },
  ];
}
