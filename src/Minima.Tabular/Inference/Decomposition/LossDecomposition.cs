using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>Computes a <see cref="ScoreDecomposition"/>.</summary>
internal static class LossDecomposition
{
    /// <summary>The score that replaces an infinite one: a logistic or exponential loss differs from its limit by less than rounding.</summary>
    private const double Far = 40;

    /// <summary>A recalibrated mean loss this many times below that of the predictions falls without end.</summary>
    private const double Bottomless = 1e6;

    public static ScoreDecomposition Of(Predictor predictor, Table table, CancellationToken cancellation)
    {
        if (TermsDecomposition.Of(predictor, table, cancellation) is { } terms) return terms;
        var (reader, targets, raw) = KnownTargets.Of(predictor, table, cancellation);
        var meaning = reader.Meaning;
        if (targets.Length == 1 && meaning.IsOfClasses) return OfClasses(reader, targets[0], raw, cancellation);
        if (targets.Length != 1 || meaning.Further.Count > 0 || meaning.Kind is PredictionTask.Ordinal)
            throw new UsageException("score: --decompose is for models of one number, of classes, of grades or of a distribution, and this one has several outputs; score it without --decompose.");
        if (reader.Losses[0] is not { } loss || !LossAnalysis.CanAnalyse(loss))
            throw new UsageException($"score: --decompose: there is no mean loss ({reader.WhyNoLoss.English}); score the model without --decompose.");
        var analysis = LossAnalysis.Of(loss);
        var functional = analysis.Functional;
        var unit = meaning.UnitOf(0);
        var seen = Array.ConvertAll(targets[0], value => meaning.MarginLabels ? (2 * value) - 1 : value / unit);

        // If no named function maps a functional to its raw prediction, the loss itself is used to find it.
        var named = analysis.Link is { IsInvertible: true, Name: not PredictionLink.Other } ? Pooling.Of(functional) : null;
        var pooling = named ?? OfLoss(analysis, reader, raw);

        // Probabilities of classes are means of 0 and 1, regardless of the coding of the loss.
        var pooled = named is not null && meaning.MarginLabels ? targets[0] : seen;
        var regression = IsotonicRegression.Of(raw, pooled, pooling, cancellation);
        var recalibrated = Array.ConvertAll(regression.Values(), Raw);
        var constant = new double[raw.Length];
        Array.Fill(constant, Raw(pooling.Value(pooling.Sample(pooled))));
        var (own, flat) = (Mean(raw), Mean(constant));

        // The lowest up to the last digits of a search counts as the lowest.
        var best = named is null ? Math.Min(Mean(recalibrated), Math.Min(own, flat)) : Mean(recalibrated);
        if (named is null && !(Math.Min(best, flat) >= -Bottomless * (1 + Math.Abs(own)))) throw new UsageException($"score: --decompose: {loss.Entry.Key} decreases without bound on these rows as its prediction moves away, so no constant is best; take a model of another loss.");
        var (shown, better) = (reader.Judge(targets, raw)[0], reader.Judge(targets, recalibrated)[0]);
        var scale = meaning.Kind == PredictionTask.Binary ? 1 : unit;
        var order = regression.Order;
        return new(
            loss.Entry.IsText ? loss.Entry.Formula : loss.Entry.Key, functional.Kind, functional.Level?.Value, raw.Length, own, own - best, flat - best, flat,
            [.. regression.Blocks.Select(block => new CalibrationBlock(shown.Shown(order[block.First]), shown.Shown(order[block.First + block.Count - 1]), named is null ? better.Shown(order[block.First]) : scale * block.Value, block.Count))]);

        double Raw(double value) => named is null ? value : LossDecomposition.Raw(analysis.Link, value);

        double Mean(double[] prediction)
        {
            var batch = new LossBatch<double> { Prediction = prediction, Target = seen, Reduction = Reduction.Mean, Threads = 1 };
            foreach (var (index, value) in reader.Inputs) batch.SetInput(index, Enumerable.Repeat(value, seen.Length).ToArray());
            return loss.Evaluate(batch).Value;
        }
    }

    /// <summary>Recalibration by the loss itself, if the best constant of two samples together lies between theirs.</summary>
    private static LossPooling OfLoss(LossAnalysis analysis, OutputReader reader, double[] raw)
    {
        var isMonotone = analysis.Functional.Kind is Functional.GeometricMean or Functional.LogOnePlusMean or Functional.WeightedMedian || analysis.Link is { Name: PredictionLink.Other, OfProbability: true };
        if (!isMonotone && analysis[Trait.Convex] is not { Holds: true })
            throw new UsageException($"score: --decompose: {analysis.Loss.Entry.Key} is not convex, and its best constant need not lie between those of two groups of rows, so predictions cannot be recalibrated; take a model of another loss.");
        return new(analysis.Loss, reader.Inputs, raw.Min(), raw.Max());
    }

    private static ScoreDecomposition OfClasses(OutputReader reader, double[] target, double[] raw, CancellationToken cancellation)
    {
        if (reader.Losses[0] is not { Entry.Row: not null } loss) throw new UsageException($"score: --decompose: there is no mean loss ({reader.WhyNoLoss.English}); score the model without --decompose.");
        if (reader.Judge([target], raw)[0].ClassProbabilities is null)
            throw new UsageException($"score: --decompose: {loss.Entry.Key} gives no probabilities of classes that could be recalibrated; take a model of another loss.");
        var (own, best, flat) = ClassDecomposition.Of(loss, target, raw, cancellation);
        return new(loss.Entry.Key, Functional.Mean, null, target.Length, own, own - best, flat - best, flat, []);
    }

    /// <summary>The raw prediction that corresponds to a value of the functional.</summary>
    private static double Raw(DerivedLink link, double value)
    {
        var raw = link.IsInvertible ? link.Forward(value) : value;
        return double.IsFinite(raw) ? raw : Math.CopySign(Far, double.IsNaN(raw) ? value : raw);
    }
}
