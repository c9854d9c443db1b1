import type { Table } from "./data";
import type { Runner } from "./race";

interface Trained { runner: Runner; middle: number; hasMarginLabels: boolean }

/** A program that makes both trainings anew: it prints, for each step, the loss before it and the score after it. */
export function programOf({ inputs, isClasses }: Table, races: readonly Trained[], seed: number, steps: number): string {
  const train = ({ runner: { loss, optimizer, rate, layers }, middle, hasMarginLabels }: Trained, place: number): string => {
    const [name, given] = optimizer.split(":");
    const options = given ? given.split(",").map((pair) => `, ("${pair.split("=")[0]}", ${pair.split("=")[1]})`).join("") : "";
    const labels = hasMarginLabels ? "targets.Select(label => 2 * label - 1)" : "targets";
    return `Train("${"AB"[place]}", ${JSON.stringify(loss)}, [${layers.join(", ")}], model => Optimizers.Create("${name}", model.Parameters, ${rate}${options}), ${labels}, ${middle});\n`;
  };
  const score = isClasses
    ? `    var right = Enumerable.Range(0, held.Targets.Length).GroupBy(i => held.Targets[i], i => (predicted[i] > middle ? 1 : 0) == held.Targets[i] ? 1.0 : 0.0);
    return right.Average(one => one.Average());`
    : `    var median = held.Targets.Order().Skip((held.Targets.Length - 1) / 2).Take(2 - held.Targets.Length % 2).Average();
    return 1 - held.Targets.Zip(predicted, (t, p) => Math.Abs(p - t)).Sum() / held.Targets.Sum(t => Math.Abs(t - median));`;
  return `using System.Globalization;
using Minima;
using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training;

var (features, targets) = Read("playground.csv");
(double[] Features, double[] Targets) held = Read("held-out.csv");
var x = Tensor.Of(features, [targets.Length, ${inputs}]);
var heldOut = Tensor.Of(held.Features, [held.Targets.Length, ${inputs}]);
${races.map(train).join("")}
void Train(string name, string text, int[] hidden, Func<Module, Optimizer> make, IEnumerable<double> labels, double middle)
{
    var loss = LossSpec.Parse(text).Create();
    var t = Tensor.Of(labels.ToArray(), [targets.Length]);
    var model = Models.Mlp(${inputs}, hidden, 1, new RandomState(${seed}), type: ElementType.Double);
    var optimizer = make(model);
    for (var step = 1; step <= ${steps}; step++)
    {
        using var scope = StepScope.Begin();
        optimizer.ClearGradients();
        var value = loss.Apply(model.Forward(x).Reshape(t.Shape), t);
        value.Backward();
        optimizer.Step();
        Console.WriteLine(FormattableString.Invariant($"{name},{step},{value.Item():R},{Score(model, middle):R}"));
    }
}

double Score(Module model, double middle)
{
    using var unrecorded = Autograd.NoGradient();
    var predicted = model.Forward(heldOut).ToArray();
${score}
}

static (double[] Features, double[] Targets) Read(string file)
{
    var rows = File.ReadLines(file).Skip(1).Select(line => Array.ConvertAll(line.Split(','), cell => double.Parse(cell, CultureInfo.InvariantCulture))).ToArray();
    return ([.. rows.SelectMany(row => row[..^1])], [.. rows.Select(row => row[^1])]);
}
`;
}
