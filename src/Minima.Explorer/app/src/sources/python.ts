import { engine, type LossReply } from "../engine";

/** Functions over NumPy arrays that the library wrote, without those that they have in common twice. */
export interface Functions {
  imports: string[];
  /** What they call stands before them. */
  functions: string[];
  /** The names of those that were asked for, one after the other. */
  names: string[];
}

/** What a function calls its two inputs: a prediction and a target, unless a loss has other names for them. A formula may lack one. */
export function inputsOf(source: string): [string, string] {
  const [, signature] = [...source.matchAll(/^def \w+\((.*)\):/gm)].at(-1) ?? ["", ""];
  const named = signature.split("*")[0].split(", ").filter((one) => one !== "");
  if (named.length > 1) return [named[0], named[1]];
  return ["prediction", named.find((one) => one !== "prediction") ?? "target"];
}

/** Value and derivative of each loss, as functions of its two inputs. */
export async function pythonOf(losses: readonly string[]): Promise<Functions> {
  const replies = await Promise.all(losses.map((loss) => engine.ask<LossReply>("loss", { loss, forms: true })));
  const [imports, functions, names] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { formula, derivative } of replies) {
    for (const source of [formula?.python ?? "", derivative?.python ?? ""]) {
      const [head, ...defined] = source.trimEnd().split("\n\n\n");
      for (const line of head.split("\n")) imports.add(line);
      const own = defined.pop() ?? "";
      const [, name, signature] = /^def (\w+)\((.*)\):/.exec(own) ?? ["", "", ""];
      let free = name;
      for (let again = 2; names.has(free); again++) free = `${name}_${again}`;
      names.add(free);
      for (const helper of defined) functions.add(helper);
      functions.add(own.replace(/^.*/, `def ${free}(${inputsOf(own).join(", ")}${/, \*, .*/.exec(signature)?.[0] ?? ""}):`));
    }
  }
  return { imports: [...imports], functions: [...functions], names: [...names] };
}

/** A program over NumPy arrays: value and derivative of each loss as functions, and what follows them. */
export async function numpyProgram(losses: readonly string[], rest: (names: readonly string[]) => string): Promise<string> {
  const { imports, functions, names } = await pythonOf(losses);
  return `${[imports.join("\n"), ...functions].join("\n\n\n")}\n\n\n${rest(names)}`;
}
