using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>
/// The parts of a score that is a sum over thresholds or levels. The ranked probability score of grades has one Brier score for each step, the mean pinball loss of a distribution one term for each
/// level, and the labels have Brier scores. Each term is recalibrated by itself, which increases no term.
/// </summary>
internal static class TermsDecomposition
{
    /// <summary>The decomposition of a model whose outputs form a distribution, grades or labels; null for another.</summary>
    public static ScoreDecomposition? Of(Predictor predictor, Table table, CancellationToken cancellation)
    {
        if (SeveralScore.Known(predictor, table, cancellation) is not { } known) return null;
        var predictions = known.Predictions;
        if (predictions.Forecast is { } forecast) return OfLevels(forecast, predictions.Target, cancellation);
        if (known.Task == PredictionTask.Ordinal && predictions.ClassProbabilities is { } probabilities) return OfGrades(probabilities, predictions, known.Classes, cancellation);
        return known.Task == PredictionTask.MultiLabel && predictions.Labels.All(label => label.Probability is not null) ? OfLabels(predictions, known.Targets, cancellation) : null;
    }

    private static ScoreDecomposition OfLevels(ForecastScores forecast, double[] target, CancellationToken cancellation) => Mean("pinball-mean", Functional.Quantile, target.Length, [.. forecast.Levels.Select(level =>
    {
        return Term(FormattableString.Invariant($"quantile {level:0.######}"), forecast.At(level), target, Pooling.Quantile(level), (prediction, truth) => truth > prediction ? level * (truth - prediction) : (1 - level) * (prediction - truth), cancellation);
    })]);

    private static ScoreDecomposition OfGrades(double[] probabilities, Predictions predictions, IReadOnlyList<string> grades, CancellationToken cancellation)
    {
        var (rows, classes) = (predictions.Target.Length, predictions.Classes);
        var (upTo, terms) = (new double[rows], new List<DecompositionTerm>());
        for (var step = 0; step < classes - 1; step++)
        {
            var truth = new double[rows];
            for (var row = 0; row < rows; row++)
            {
                upTo[row] += probabilities[(row * classes) + step];
                truth[row] = predictions.Target[row] <= step ? 1 : 0;
            }

            terms.Add(Brier($"<= {grades[step]}", upTo, truth, cancellation));
        }

        return Mean("rps", Functional.Mean, rows, terms);
    }

    private static ScoreDecomposition OfLabels(Predictions predictions, IReadOnlyList<string> targets, CancellationToken cancellation) =>
        Mean("brier", Functional.Mean, predictions.Labels[0].Target.Length, [.. predictions.Labels.Select((label, k) => Brier(targets[k], label.Probability!, label.Target, cancellation))]);

    private static DecompositionTerm Brier(string name, double[] chance, double[] truth, CancellationToken cancellation) =>
        Term(name, chance, truth, Pooling.Of(new(Functional.Mean, null))!, (prediction, happened) => (prediction - happened) * (prediction - happened), cancellation);

    private static DecompositionTerm Term(string name, double[] prediction, double[] target, Pooling pooling, Func<double, double, double> loss, CancellationToken cancellation)
    {
        var constant = pooling.Value(pooling.Sample(target));
        var recalibrated = IsotonicRegression.Of(prediction, target, pooling, cancellation).Values();
        var (own, best, flat) = (target.Select((truth, row) => loss(prediction[row], truth)).Average(), target.Select((truth, row) => loss(recalibrated[row], truth)).Average(), target.Average(truth => loss(constant, truth)));
        return new(name, own, own - best, flat - best, flat);
    }

    private static ScoreDecomposition Mean(string score, Functional functional, int rows, IReadOnlyList<DecompositionTerm> terms) => new(
        score, functional, null, rows, terms.Average(term => term.MeanLoss), terms.Average(term => term.Miscalibration), terms.Average(term => term.Discrimination), terms.Average(term => term.Uncertainty), [])
    { Terms = terms };
}
