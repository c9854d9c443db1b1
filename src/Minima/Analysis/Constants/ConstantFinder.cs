namespace Minima.Analysis;

/// <summary>Finds <see cref="OptimalConstant"/>.</summary>
internal static class ConstantFinder
{
    private const int Sweeps = 400;

    /// <summary>The best constant prediction for a sample, given the inputs that are not learned.</summary>
    public static OptimalConstant Find(LossAnalysis analysis, double[][] inputs, double[] weights, double centre)
    {
        var function = analysis.Function;
        var objective = new ConstantObjective(function, inputs, weights);
        var targets = function.Target < 0 ? [] : inputs[function.Target].Distinct().Order().ToArray();
        var convex = analysis.ConvexityForSearch;
        var evidence = convex is Evidence.Proven ? Evidence.Proven : Evidence.Searched;
        if (function.Learned.Length == 1)
        {
            objective.Input = function.Learned[0];
            var bottom = new ScalarMinimizer(objective, function.DomainOf(objective.Input), targets, analysis.KinksForSearch, convex is not null).Find(centre);
            return Result(bottom, objective, evidence, []);
        }

        return Together(function, inputs, objective, targets, centre);
    }

    /// <summary>
    /// Several learned inputs: each moves to its best place in turn until none moves. After each round follows a step in the direction of the whole round,
    /// which speeds up narrow valleys.
    /// </summary>
    private static OptimalConstant Together(PointFunction function, double[][] inputs, ConstantObjective objective, double[] targets, double centre)
    {
        var learned = function.Learned;
        ScalarMinimizer.Bottom[] bottoms = new ScalarMinimizer.Bottom[learned.Length];
        var at = learned.Select(i => Start(function, i, centre)).ToArray();
        var lowest = double.PositiveInfinity;
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var before = (double[])at.Clone();
            for (var k = 0; k < learned.Length; k++)
            {
                Fill(inputs, learned, at);
                objective.Input = learned[k];
                var near = sweep == 0 ? targets : [at[k]];
                bottoms[k] = new ScalarMinimizer(objective, function.DomainOf(learned[k]), k == 0 ? targets : near, [], convex: false).Find(k == 0 ? centre : at[k]);
                at[k] = bottoms[k].Value;
            }

            if (at.Any(a => !double.IsFinite(a)))
            {
                break;
            }

            var moved = at.Zip(before, (a, b) => Math.Abs(a - b) / Math.Max(1e-3, Math.Abs(a))).Max();
            if (moved < 1e-12 && sweep > 0)
            {
                break;
            }

            // Steps of two, four, ... times the length of the round while the sum falls.
            lowest = Along(function, inputs, objective, at, before, bottoms[^1].Sum);
        }

        Fill(inputs, learned, at);
        var finite = at.All(double.IsFinite);
        var sum = finite ? SumAt(inputs, objective, learned, at) : bottoms[^1].Sum;
        var first = bottoms[0];
        return new OptimalConstant(
            at[0], finite ? at[0] : first.Low, finite ? at[0] : first.High, Math.Min(sum, lowest) / objective.TotalWeight,
            finite ? OptimumKind.Unique : OptimumKind.None, Evidence.Searched,
            [.. learned.Skip(1).Select((input, k) => (function.Loss.Entry.Inputs[input].Name, at[k + 1]))]);
    }

    private static double Along(PointFunction function, double[][] inputs, ConstantObjective objective, double[] at, double[] before, double sum)
    {
        var way = at.Zip(before, (a, b) => a - b).ToArray();
        for (var factor = 1.0; factor < 1e6; factor *= 2)
        {
            var next = at.Select((a, k) => a + factor * way[k]).ToArray();
            if (next.Select((x, k) => function.DomainOf(function.Learned[k]).Contains(x)).Contains(false))
            {
                break;
            }

            var there = SumAt(inputs, objective, function.Learned, next);
            if (!(there < sum))
            {
                break;
            }

            sum = there;
            next.CopyTo(at, 0);
        }

        return sum;
    }

    private static double SumAt(double[][] inputs, ConstantObjective objective, int[] learned, double[] at)
    {
        Fill(inputs, learned, at);
        objective.Input = learned[0];
        return objective.At(at[0]).Height;
    }

    private static void Fill(double[][] inputs, int[] learned, double[] at)
    {
        for (var k = 0; k < learned.Length; k++)
        {
            Array.Fill(inputs[learned[k]], at[k]);
        }
    }

    private static double Start(PointFunction function, int input, double centre) => OrdinaryValue.In(function.DomainOf(input), input == 0 ? centre : 1);

    private static OptimalConstant Result(ScalarMinimizer.Bottom bottom, ConstantObjective objective, Evidence evidence, IReadOnlyList<(string Input, double Value)> others) =>
        new(bottom.Value, bottom.Low, bottom.High, bottom.Sum / objective.TotalWeight, bottom.Kind, evidence, others);
}
