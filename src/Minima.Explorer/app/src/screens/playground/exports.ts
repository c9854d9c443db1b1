import scene from "../../../../../../explorer/scenes/playground.json";
import { type Export, quoted } from "../../widgets/exports";
import { csv, type Table } from "./data";
import type { Race, Runner } from "./race";
import { numpyOf } from "./numpy";
import { programOf } from "./program";
import { torchOf } from "./torch";

interface Shot { races: readonly Race[]; table: Table; data: string; seed: number; steps: number; goal: number }

const cells = 21;

/** Both trainings: programs that read the tables which are exported as CSV, the tables, and what came of it. */
export function playgroundExports(shot: () => Shot): Export[] {
  return [
    { file: "Program.cs", title: "C#", text: () => programOf(shot().table, shot().races, shot().seed, shot().steps) },
    { file: "playground-torch.py", title: "PyTorch", text: () => torchOf(shot().table, shot().races, shot().steps) },
    { file: "playground.py", title: "Python (NumPy)", text: () => numpyOf(shot().table, shot().races, shot().steps) },
    {
      file: "playground.sh", title: { en: "Command", zh: "命令" }, text: () => {
        const { races, table, seed, steps } = shot();
        return `# minima train standardises the columns and starts from the best constant, so its numbers differ from those of the screen\ncat > playground.csv <<'END'\n${csv(table, table.training)}END\ncat > held-out.csv <<'END'\n${csv(table, table.judging)}END\n${races.map(({ runner }) => `${command(runner, table, seed, steps)}\n`).join("")}`;
      },
    },
    { file: "playground.csv", title: { en: "Training rows (CSV)", zh: "训练样本（CSV）" }, text: () => csv(shot().table, shot().table.training) },
    { file: "held-out.csv", title: { en: "Rows that judge (CSV)", zh: "评估样本（CSV）" }, text: () => csv(shot().table, shot().table.judging) },
    { file: "field.csv", title: { en: "Predictions (CSV)", zh: "预测值（CSV）" }, text: () => field(shot()) },
    {
      file: "playground.json", title: "JSON", text: () => {
        const { races, data, seed, steps, goal } = shot();
        return `${JSON.stringify({
          screen: "playground", data, seed, steps, goal,
          trainings: races.map((race) => ({ ...race.runner, threshold: race.middle, goalReachedAt: race.finish(goal), losses: race.losses.slice(0, steps), scores: race.scores.slice(0, steps + 1), weights: [...(race.states[Math.min(steps, race.step)] ?? [])] })),
        }, null, 2)}\n`;
      },
    },
  ];
}

/** Of classes 0 and 1, the command takes a loss for numbers as a regression. */
function command({ loss, optimizer, rate, layers }: Runner, { isClasses, training }: Table, seed: number, steps: number): string {
  const task = isClasses && scene.regression.includes(loss) ? " --task regression" : "";
  return `minima train playground.csv --validation-file held-out.csv --target t --loss ${quoted(loss)}${task} --optimizer ${optimizer} --learning-rate ${rate} --hidden ${layers.length > 0 ? layers.join(",") : "none"} --batch ${training.target.length} --epochs ${Math.max(1, steps)} --stop-early 0 --seed ${seed} --json`;
}

/** What both networks predict on a grid over the training rows. */
function field({ races, table: { inputs, training }, steps }: Shot): string {
  const axis = (place: number): number[] => {
    const values = training.features.filter((_, i) => i % inputs === place);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return Array.from({ length: cells }, (_, i) => low + ((high - low) * i) / (cells - 1));
  };
  const points = inputs === 1 ? axis(0).map((x) => [x]) : axis(1).flatMap((y) => axis(0).map((x) => [x, y]));
  const predicted = races.map((race) => race.predict(points.flat(), Math.min(steps, race.step)));
  return `${inputs === 1 ? "x" : "x,y"},a,b\n${points.map((point, i) => `${point.join(",")},${predicted.map((all) => all[i]).join(",")}\n`).join("")}`;
}
