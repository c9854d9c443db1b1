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
