import { engine, type LossReply } from "../engine";
import { type Export, quoted } from "../widgets/exports";
import type { Curve } from "./atlas-curves";

interface Shot { curves: readonly Curve[]; search: string }

/** The curves over a prediction, at whole and half steps. Each program prints value and gradient of the first one. */
export function atlasExports(shot: () => Shot): Export[] {
  const points = (): Curve[] => shot().curves.filter(({ axis }) => !axis.isRow);
  const inputs = ({ x, axis }: Curve): { prediction: number[]; target: number[] } => ({ prediction: x.filter((_, i) => i % 20 === 0), target: x.filter((_, i) => i % 20 === 0).map(() => axis.target) });
  const request = (curve: Curve): string => {
    const [loss, given] = curve.spec.split(":");
    const params = given === undefined ? {} : { params: Object.fromEntries(given.split(",").map((pair) => pair.split("=")).map(([name, value]) => [name, Number(value)])) };
    return JSON.stringify({ loss, ...params, inputs: inputs(curve), reduction: "none" });
  };
  return [
    { file: "atlas.sh", title: { en: "Command", zh: "命令" }, text: () => `${shot().search === "" ? "" : `minima losses --search ${quoted(shot().search)} --json > found.json\n`}minima evaluate <<'END'\n${points().map(request).join("\n")}\nEND\n` },
    { file: "Program.cs", title: "C#", text: () => `using Minima;\n\n${points().map((curve) => `{\n    double[] prediction = [${inputs(curve).prediction.join(", ")}], target = [${inputs(curve).target.join(", ")}];\n    var gradient = new double[prediction.Length];\n    Console.WriteLine(LossSpec.Parse(${JSON.stringify(curve.spec)}).Create().ValueAndGradient(prediction, target, gradient));\n}\n`).join("\n")}` },
    {
      file: "atlas.py", title: "Python (NumPy)", text: async () => {
        const [curve] = points();
        if (!curve) return "";
        const { formula } = await engine.ask<LossReply>("loss", { loss: curve.spec, forms: true });
        const name = /def (\w+)\(/.exec(formula?.python ?? "")?.[1] ?? "";
        return `${/^import numpy/m.test(formula?.python ?? "") ? "" : "import numpy as np\n\n\n"}${formula?.python}\n\nprediction = np.array([${inputs(curve).prediction.join(", ")}], dtype=float)\ntarget = np.array([${inputs(curve).target.join(", ")}], dtype=float)\nfor value in ${name}(prediction, target):\n    print(repr(float(value)))\n`;
      },
    },
    { file: "atlas.csv", title: "CSV", text: () => `loss,axis,at,value,gradient\n${shot().curves.flatMap(({ spec, axis, x, value, slope }) => x.map((at, i) => `"${spec}",${axis.isRow ? "logit" : "prediction"},${at},${value[i] ?? ""},${slope[i] ?? ""}\n`)).join("")}` },
    { file: "atlas.json", title: "JSON", text: () => `${JSON.stringify({ screen: "atlas", curves: shot().curves.map(({ spec, axis, x, value, slope }) => ({ loss: spec, target: axis.target, x, value, gradient: slope })) }, null, 2)}\n` },
  ];
}
