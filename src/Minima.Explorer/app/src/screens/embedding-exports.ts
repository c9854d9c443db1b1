import type { Export } from "../widgets/exports";
import { classes, classNames, inputsOf, specOf, type State } from "./embedding-losses";
import { csharpOf, numpyOf, type Walk } from "./embedding-programs";

/** The losses in PyTorch: `points` and `centres` are tensors, the rows of an input a list of its name, the parameter `parameter`. */
const written: Record<string, string> = {
  triplet_margin: "F.triplet_margin_loss(points[anchor], points[positive], points[negative], margin=parameter)",
  contrastive: "(torch.where(same, distance() ** 2, F.relu(parameter - distance()) ** 2) / 2).mean()",
  info_nce: "F.cross_entropy(F.normalize(points[query]) @ F.normalize(points[key]).T / parameter, torch.arange(len(query)))",
  center_loss: "((points - centres[classes]) ** 2).sum(1).mean() / 2",
  island_loss: "((points - centres[classes]) ** 2).sum(1).mean() / 2 + parameter * (1 + F.normalize(centres) @ F.normalize(centres).T).fill_diagonal_(0).sum()",
  cosine_distance: "(1 - F.cosine_similarity(points[prediction], points[target])).mean()",
};

/** The points before and after the steps. The command prints the loss and the gradients of both; the programs take the steps and print the last loss and the points. */
export function embeddingExports(shot: () => Walk): Export[] {
  const ends = (): State[] => [shot().path[0], shot().path[shot().path.length - 1]];
  const row = (step: number, kind: string, [x, y]: readonly [number, number]): string => `${step},${kind},${x},${y}\n`;
  return [
    {
      file: "embedding.sh", title: { en: "Command", zh: "命令" }, text: () => {
        const { learned, parameter } = shot();
        const request = (state: State): string => JSON.stringify({ loss: learned.loss, ...(learned.parameter ? { params: { [learned.parameter.name]: parameter } } : {}), inputs: inputsOf(learned, state) });
        return `# Before the steps, and after them\nminima evaluate <<'END'\n${ends().map((state) => `${request(state)}\n`).join("")}END\n`;
      },
    },
    { file: "Program.cs", title: "C#", text: () => csharpOf(shot()) },
    {
      file: "embedding-torch.py", title: "PyTorch", text: () => {
        const { learned, parameter, rate, path } = shot();
        const { points, centres } = path[0];
        const tensor = (places: readonly (readonly [number, number])[]): string => `torch.tensor(${JSON.stringify(places)}, dtype=torch.float64, requires_grad=True)`;
        const rows = Object.entries(learned.rows).map(([name, places]) => `${name} = ${JSON.stringify(places)}\n`).join("");
        const same = learned.target === "same" ? "same = torch.tensor(classes)[prediction] == torch.tensor(classes)[other]\n\n\ndef distance():\n    return (points[prediction] - points[other]).norm(dim=1)\n\n\n" : "\n\n";
        return `import torch\nimport torch.nn.functional as F\n\npoints = ${tensor(points)}\ncentres = ${tensor(centres)}\nclasses = ${JSON.stringify(classes)}\nparameter = ${learned.parameter ? parameter : "None"}\n${rows}${same}def loss():\n    return ${written[learned.loss]}\n\n\noptimizer = torch.optim.SGD([points, centres], lr=${rate})\nfor _ in range(${path.length - 1}):\n    optimizer.zero_grad()\n    loss().backward()\n    optimizer.step()\nprint(loss().item())\nfor x, y in points.tolist():\n    print(x, y)\n`;
      },
    },
    { file: "embedding.py", title: "Python (NumPy)", text: () => numpyOf(shot()) },
    { file: "embedding.csv", title: "CSV", text: () => `step,name,x,y\n${shot().path.map(({ points, centres }, step) => points.map((point, i) => row(step, `${i + 1}${classNames[classes[i]]}`, point)).join("") + (shot().learned.target === "class" ? centres.map((centre, k) => row(step, `centre ${classNames[k]}`, centre)).join("") : "")).join("")}` },
    { file: "embedding.json", title: "JSON", text: () => `${JSON.stringify({ screen: "embedding", loss: specOf(shot().learned, shot().parameter), rate: shot().rate, steps: shot().path.length - 1, classes, start: ends()[0], end: ends()[1] }, null, 2)}\n` },
  ];
}
