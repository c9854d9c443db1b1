namespace Minima.Trees.Tests;

/// <summary>Seeded tables: numbers with gaps, a column of categories, a target that depends on both.</summary>
internal static class MadeRows
{
    public static TreeData Of(int rows, int columns, int seed, Func<double, Random, double>? target = null, double missing = 0.1)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, columns).Select(_ => Enumerable.Range(0, rows).Select(_ => random.NextDouble() < missing ? double.NaN : Math.Round(random.NextDouble() * 20 - 10, 1)).ToArray()).ToArray();
        var kinds = Enumerable.Range(0, rows).Select(_ => (double)random.Next(8)).ToArray();
        var truth = Enumerable.Range(0, rows).Select(row => (double.IsNaN(values[0][row]) ? 4 : values[0][row]) + (values[columns - 1][row] > 2 ? 5 : 0) + (kinds[row] is 1 or 4 or 6 ? 6 : 0) + random.NextDouble()).ToArray();
        return new TreeData([.. values.Select((column, c) => new TreeColumn($"x{c}", column)), new TreeColumn("kind", kinds) { IsCategory = true }], target is null ? truth : Array.ConvertAll(truth, value => target(value, random)));
    }

    /// <summary>Rows whose targets lie in the domain of a loss; its further inputs that are not learned are 1.</summary>
    public static TreeData Suiting(Loss loss, int rows, int seed)
    {
        var inputs = loss.Entry.Inputs;
        var target = inputs.ToList().FindIndex(input => input.Name == "target") is > 0 and var index ? index : 1;
        var domain = inputs.ElementAtOrDefault(target)?.Domain ?? Domain.Real;
        double Target(double truth, Random random) => domain switch
        {
            { IsLabel: true } => truth > 4 ? domain.High : domain.Low,
            { High: 1, Low: 0 } => truth > 4 ? 1 : 0,
            { Low: >= 0 } => Math.Round(Math.Abs(truth)) + 1,
            _ => loss.Entry.Key == "tweedie" ? Math.Abs(truth) + 1 : truth,
        };
        return Of(rows, 2, seed, Target) with { Inputs = inputs.Where((input, i) => i > 0 && i != target && !input.Differentiated).ToDictionary(input => input.Name, _ => Enumerable.Repeat(1.0, rows).ToArray(), StringComparer.Ordinal) };
    }

    /// <summary>Weights between a half and one and a half.</summary>
    public static double[] Weights(int rows, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => 0.5 + random.NextDouble())];
    }

    public static double MeanLoss(this Loss loss, TreeModel model, TreeData data, int? rounds = null)
    {
        var scores = model.PredictRaw(data.Columns, rounds, threads: 1);
        double[] prediction = [.. scores.Select(score => model.Map switch { ScoreMap.Exp => Math.Exp(score), ScoreMap.Logistic => 1 / (1 + Math.Exp(-score)), _ => score })];
        if (data.Inputs.Count > 0)
        {
            var batch = new LossBatch<double> { Prediction = prediction, Target = data.Target, Reduction = Reduction.Mean };
            foreach (var (name, values) in data.Inputs) batch[name] = values;
            return loss.Evaluate(batch).Value;
        }

        return model.Outputs == 1 ? loss.Value(prediction, data.Target, sampleWeight: data.Weight ?? []) : loss.Value(prediction, Array.ConvertAll(data.Target, label => (int)label), model.Outputs, data.Weight ?? []);
    }
}
