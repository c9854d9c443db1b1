using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>Works out a <see cref="ScoreDecomposition"/>.</summary>
internal static class LossDecomposition
{
    /// <summary>The score that stands for an infinite one: a logistic or exponential loss differs from its limit by less than rounding.</summary>
    private const double Far = 40;

    public static ScoreDecomposition Of(Predictor predictor, Table table, CancellationToken cancellation)
    {
        var (reader, targets, raw) = KnownTargets.Of(predictor, table, cancellation);
        var meaning = reader.Meaning;
        if (targets.Length == 1 && meaning.IsOfClasses) return OfClasses(reader, targets[0], raw, cancellation);
        if (targets.Length != 1 || meaning.Further.Count > 0 || meaning.IsOfClasses || meaning.Kind is PredictionTask.Ordinal)
            throw new UsageException("score: --decompose is for models of one number or of classes, and this one has several outputs; score it without.");
        if (reader.Losses[0] is not { } loss || !LossAnalysis.CanAnalyse(loss))
            throw new UsageException($"score: --decompose: no mean loss ({reader.WhyNoLoss.English}); score the model without.");
        var analysis = LossAnalysis.Of(loss);
        var functional = analysis.Functional;
        var pooling = Pooling.Of(functional)
            ?? throw new UsageException($"score: --decompose: the best constant of {loss.Entry.Key} is no mean, quantile or expectile, so that predictions cannot be recalibrated; take a model of another loss.");
        var unit = meaning.UnitOf(0);
        var seen = Array.ConvertAll(targets[0], value => meaning.MarginLabels ? (2 * value) - 1 : value / unit);

        // Chances of classes are means of 0 and 1, whatever the loss calls the classes.
        var pooled = meaning.MarginLabels ? targets[0] : seen;
        var order = Enumerable.Range(0, raw.Length).ToArray();
        Array.Sort((double[])raw.Clone(), order);
        var blocks = Isotonic(order, raw, pooled, pooling);
        var recalibrated = new double[raw.Length];
        foreach (var block in blocks)
        {
            foreach (var row in order.AsSpan(block.First, block.Count)) recalibrated[row] = Raw(analysis.Link, block.Value);
        }

        var constant = new double[raw.Length];
        Array.Fill(constant, Raw(analysis.Link, pooling.Value(pooling.Sorted(pooled))));
        var (own, best, flat) = (Mean(raw), Mean(recalibrated), Mean(constant));
        var shown = reader.Judge(targets, raw)[0];
        var scale = meaning.Kind == PredictionTask.Binary ? 1 : unit;
        return new(
            loss.Entry.IsText ? loss.Entry.Formula : loss.Entry.Key, functional.Kind, functional.Level?.Value, raw.Length, own, own - best, flat - best, flat,
            [.. blocks.Select(block => new CalibrationBlock(shown.Shown(order[block.First]), shown.Shown(order[block.First + block.Count - 1]), scale * block.Value, block.Count))]);

        double Mean(double[] prediction)
        {
            var batch = new LossBatch<double> { Prediction = prediction, Target = seen, Reduction = Reduction.Mean, Threads = 1 };
            foreach (var (index, value) in reader.Inputs) batch.SetInput(index, Enumerable.Repeat(value, seen.Length).ToArray());
            return loss.Evaluate(batch).Value;
        }
    }

    private static ScoreDecomposition OfClasses(OutputReader reader, double[] target, double[] raw, CancellationToken cancellation)
    {
        if (reader.Losses[0] is not { Entry.Row: not null } loss) throw new UsageException($"score: --decompose: no mean loss ({reader.WhyNoLoss.English}); score the model without.");
        if (reader.Judge([target], raw)[0].ClassProbabilities is null)
            throw new UsageException($"score: --decompose: {loss.Entry.Key} says no probabilities of classes, so that they cannot be recalibrated; take a model of another loss.");
        var (own, best, flat) = ClassDecomposition.Of(loss, target, raw, cancellation);
        return new(loss.Entry.Key, Functional.Mean, null, target.Length, own, own - best, flat - best, flat, []);
    }

    /// <summary>The raw prediction whose functional this is.</summary>
    private static double Raw(DerivedLink link, double value)
    {
        var raw = link.IsInvertible ? link.Forward(value) : value;
        return double.IsFinite(raw) ? raw : Math.CopySign(Far, double.IsNaN(raw) ? value : raw);
    }

    /// <summary>
    /// Pooling of adjacent violators (M. Ayer et al., 1955), for any functional that lies between those of two samples when they are joined (A. Jordan, A. Mühlemann, J. Ziegel, 2022).
    /// Rows of equal predictions are one from the start.
    /// </summary>
    private static List<(int First, int Count, double Value)> Isotonic(int[] order, double[] raw, double[] target, Pooling pooling)
    {
        var blocks = new List<(int First, int Count, List<double> Targets, double Value)>();
        for (var first = 0; first < order.Length;)
        {
            var end = first;
            while (end < order.Length && raw[order[end]].Equals(raw[order[first]])) end++;
            var targets = pooling.Sorted(order[first..end].Select(row => target[row]));
            (int First, int Count, List<double> Targets, double Value) block = (first, end - first, targets, pooling.Value(targets));
            while (blocks.Count > 0 && blocks[^1].Value >= block.Value)
            {
                var before = blocks[^1];
                blocks.RemoveAt(blocks.Count - 1);
                var joined = pooling.Joined(before.Targets, block.Targets);
                block = (before.First, before.Count + block.Count, joined, pooling.Value(joined));
            }

            blocks.Add(block);
            first = end;
        }

        return [.. blocks.Select(block => (block.First, block.Count, block.Value))];
    }
}
