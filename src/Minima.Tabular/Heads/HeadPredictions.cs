namespace Minima.Tabular;

/// <summary>Predictions of held-out rows by a model with a head for each number of a distribution.</summary>
internal static class HeadPredictions
{
    /// <param name="plan">The heads.</param>
    /// <param name="problem">The minimised problem.</param>
    /// <param name="split">The rows.</param>
    /// <param name="parameters">The minimum.</param>
    /// <param name="cancellation">Checked between rows.</param>
    public static Predictions Of(HeadPlan plan, HeadFitProblem problem, Split split, double[] parameters, CancellationToken cancellation)
    {
        var outputs = problem.TestOutput(parameters);
        if (!Array.TrueForAll(outputs, double.IsFinite)) return Predictions.OfNumbers(split.TestTarget, [.. split.TestTarget.Select(_ => double.NaN)]);
        var of = new HeadReader(plan, problem.LossAt(parameters), TargetRange.Of(split.TrainTarget)).Of(outputs);
        var (scores, median) = ForecastScores.Of(plan.Scored, split.TestTarget, of, cancellation);
        return Predictions.OfDistributions(split.TestTarget, median, scores);
    }
}
