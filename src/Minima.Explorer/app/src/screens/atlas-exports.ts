import { engine, type LossReply } from "../engine";
import { inputsOf, numpyProgram } from "../sources/python";
import { torchProgram } from "../sources/torch";
import { type Export, quoted } from "../widgets/exports";
import type { Curve } from "./atlas-curves";

interface Shot { curves: readonly Curve[]; search: string }

/** The curves over a prediction, at whole and half steps. C# prints the mean of each, PyTorch the values and then the gradients of each, NumPy the values of the first. */
export function atlasExports(shot: () => Shot): Export[] {
  const points = (): Curve[] => shot().curves.filter(({ axis }) => !axis.isRow);
  const inputs = ({ x, axis }: Curve): { prediction: number[]; target: number[] } => ({ prediction: x.filter((_, i) => i % 20 === 0), target: x.filter((_, i) => i % 20 === 0).map(() => axis.target) });
  const request = async (curve: Curve): Promise<string> => {
    const { formula } = await engine.ask<LossReply>("loss", { loss: curve.spec, forms: true });
    const [first, second] = inputsOf(formula?.python ?? "");
    const { prediction, target } = inputs(curve);
    const [loss, given] = curve.spec.split(":");
    const params = given === undefined ? {} : { params: Object.fromEntries(given.split(",").map((pair) => pair.split("=")).map(([name, value]) => [name, Number(value)])) };
    return JSON.stringify({ loss, ...params, inputs: { [first]: prediction, [second]: target }, reduction: "none" });
  };
  return [
    { file: "atlas.sh", title: { en: "Command", zh: "命令" }, text: async () => `${shot().search === "" ? "" : `minima losses --search ${quoted(shot().search)} --json > found.json\n`}minima evaluate <<'END'\n${(await Promise.all(points().map(request))).join("\n")}\nEND\n` },
    { file: "Program.cs", title: "C#", text: () => `using Minima;\n\n${points().map((curve) => `{\n    double[] prediction = [${inputs(curve).prediction.join(", ")}], target = [${inputs(curve).target.join(", ")}];\n    var gradient = new double[prediction.Length];\n    Console.WriteLine(LossSpec.Parse(${JSON.stringify(curve.spec)}).Create().ValueAndGradient(prediction, target, gradient));\n}\n`).join("\n")}` },
    {
      file: "atlas-torch.py", title: "PyTorch", text: () => torchProgram(points().map(({ spec }, i) => [`loss_${i + 1}`, spec]), points().map((curve, i) => `
prediction = torch.tensor([${inputs(curve).prediction.join(", ")}], dtype=torch.float64, requires_grad=True)
target = torch.tensor([${inputs(curve).target.join(", ")}], dtype=torch.float64)
value = loss_${i + 1}(prediction, target)
value.sum().backward()
print(*value.tolist())
print(*prediction.grad.tolist())
`).join("")),
    },
    {
      file: "atlas.py", title: "Python (NumPy)", text: async () => {
        const [curve] = points();
        if (!curve) return "";
        return numpyProgram([curve.spec], ([value]) => `prediction = np.array([${inputs(curve).prediction.join(", ")}], dtype=float)\ntarget = np.array([${inputs(curve).target.join(", ")}], dtype=float)\nfor value in ${value}(prediction, target):\n    print(repr(float(value)))\n`);
      },
    },
    { file: "atlas.csv", title: "CSV", text: () => `loss,axis,at,value,gradient\n${shot().curves.flatMap(({ spec, axis, x, value, slope }) => x.map((at, i) => `"${spec}",${axis.isRow ? "logit" : "prediction"},${at},${value[i] ?? ""},${slope[i] ?? ""}\n`)).join("")}` },
    { file: "atlas.json", title: "JSON", text: () => `${JSON.stringify({ screen: "atlas", curves: shot().curves.map(({ spec, axis, x, value, slope }) => ({ loss: spec, target: axis.target, x, value, gradient: slope })) }, null, 2)}\n` },
  ];
}
