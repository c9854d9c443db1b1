import { engine, type LossReply } from "../engine";
import { type Export, quoted } from "../widgets/exports";
import type { Shown } from "./pull";

interface Shot { model: "line" | "constant"; x: readonly number[]; target: readonly number[]; losses: readonly Shown[]; chosen: Shown }

/** The fit of the loss whose arrows are shown. Each program prints the numbers of the screen. */
export function pullExports(shot: () => Shot): Export[] {
  const loss = async (): Promise<LossReply> => engine.ask<LossReply>("loss", { loss: shot().chosen.spec, forms: true });
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
          ? `using Minima.Tabular;\n\nvar table = Table.FromColumns([new Column("x", [${x.join(", ")}]), new Column("y", [${target.join(", ")}])], "y");\nvar model = LinearModel.Fit(table, ${text});\nConsole.WriteLine(model.Coefficients[0][0]);\nConsole.WriteLine(model.Intercepts[0]);\n`
          : `using Minima;\nusing Minima.Analysis;\n\nvar loss = LossSpec.Parse(${text}).Create();\nConsole.WriteLine(LossAnalysis.Of(loss).OptimalConstant([${target.join(", ")}]).Value);\n`;
      },
    },
    {
      file: "pull.py", title: "Python (NumPy)", text: async () => {
        const { formula } = await loss();
        const name = /def (\w+)\(/.exec(formula?.python ?? "")?.[1] ?? "";
        return `${/^import numpy/m.test(formula?.python ?? "") ? "" : "import numpy as np\n\n\n"}${formula?.python}\n\ntarget = np.array([${shot().target.join(", ")}], dtype=float)\nprediction = np.array([${predictions().join(", ")}], dtype=float)\nprint(repr(float(np.mean(${name}(prediction, target)))))\n`;
      },
    },
    { file: "pull.sql", title: "SQL", text: async () => `SELECT avg(${(await loss()).formula?.sql})\nFROM (VALUES ${shot().target.map((t, i) => `(CAST(${predictions()[i]} AS DOUBLE PRECISION), CAST(${t} AS DOUBLE PRECISION))`).join(",\n  ")}) AS samples(prediction, target);\n` },
    { file: "pull.csv", title: "CSV", text: csv },
    { file: "pull.json", title: "JSON", text: () => `${JSON.stringify({ screen: "pull", model: shot().model, x: shot().x, target: shot().target, losses: shot().losses.map((one) => ({ loss: one.spec, slope: one.line.slope, intercept: one.line.intercept, mean: one.mean, certified: one.certified })) }, null, 2)}\n` },
  ];
}
