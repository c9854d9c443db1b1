import type { Export } from "../widgets/exports";
import { classes, classNames, inputsOf, type Learned, specOf, type State } from "./embedding-losses";

interface Shot { learned: Learned; parameter: number; rate: number; path: readonly State[] }

/** The points before and after the steps. The command prints the loss and the gradients of both. */
export function embeddingExports(shot: () => Shot): Export[] {
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
    { file: "embedding.csv", title: "CSV", text: () => `step,name,x,y\n${shot().path.map(({ points, centres }, step) => points.map((point, i) => row(step, `${i + 1}${classNames[classes[i]]}`, point)).join("") + (shot().learned.target === "class" ? centres.map((centre, k) => row(step, `centre ${classNames[k]}`, centre)).join("") : "")).join("")}` },
    { file: "embedding.json", title: "JSON", text: () => `${JSON.stringify({ screen: "embedding", loss: specOf(shot().learned, shot().parameter), rate: shot().rate, steps: shot().path.length - 1, classes, start: ends()[0], end: ends()[1] }, null, 2)}\n` },
  ];
}
