namespace Minima.Tabular;

/// <summary>
/// Trains the same small network with a loss on one outer fold: an inner fold chooses the number of epochs by the loss itself, then the network is trained once on all training
/// rows.
/// </summary>
/// <param name="seed">The seed of the initial weights and the order of rows, the same for every loss.</param>
internal sealed class NetworkTrainer(ulong seed) : IFoldTrainer
{
    private const int BatchSize = 32;
    private const int MostEpochs = 200;
    private const int Patience = 12;
    private const double LearningRate = 1e-3;

    /// <summary>The hidden layers.</summary>
    public static IReadOnlyList<int> Hidden { get; } = [32];

    public TrainedFold Train(Candidate candidate, TargetColumn target, OuterFold fold, TableMetric metric, CancellationToken cancellation)
    {
        double? tuned = null;
        if (candidate.Tuned is { } parameter)
        {
            tuned = Tuning.Best(parameter, value => InnerBadness(candidate.At(value), target, fold, metric, cancellation));
            candidate = candidate.At(tuned.Value);
        }

        var inner = new NetworkFit(candidate, target, fold.Inner[0], fold.Scale, seed);
        var best = inner.Train(MostEpochs, Patience, LearningRate, BatchSize, cancellation);
        var epochs = Epochs(best, fold);
        var final = new NetworkFit(candidate, target, fold.Split, fold.Scale, seed);
        final.Train(epochs, null, LearningRate, BatchSize, cancellation);
        var predictions = final.Predictions();
        if (target.Kind == TargetKind.Binary) predictions = predictions.With(RankedScores.Of([inner.Predictions()], fold.Rate));
        if (target.Kind == TargetKind.MultiClass) predictions = predictions.With(TunedClasses.Best([inner.Predictions()]));
        return new TrainedFold(predictions, 0, [], final.Loss.Parameters, Array.TrueForAll(predictions.Score, double.IsFinite) ? null : new Localized("predictions are not finite", "预测值不是有限值"), false, new Solutions([]))
        {
            Losses = final.HeldOutTerms(),
            Weights = final.Weights(),
            Epochs = epochs,
            Tuned = tuned,
        };
    }

    public Predictions TrainAt(Candidate candidate, TargetColumn target, OuterFold fold, FoldTraining chosen, CancellationToken cancellation)
    {
        var fit = new NetworkFit(candidate, target, fold.Split, fold.Scale, seed);
        fit.Train(chosen.Epochs!.Value, null, LearningRate, BatchSize, cancellation);
        return fit.Predictions();
    }

    /// <summary>The epochs for all training rows: fewer if the inner fold is a sample of many rows, because each epoch then has more steps.</summary>
    private static int Epochs(int best, OuterFold fold) =>
        Math.Max(1, (int)Math.Ceiling(best * Math.Min(1, 2.0 * fold.Inner[0].TrainRows.Length / fold.Split.TrainRows.Length)));

    private double InnerBadness(Candidate candidate, TargetColumn target, OuterFold fold, TableMetric metric, CancellationToken cancellation)
    {
        var (sum, rows) = (0.0, 0);
        foreach (var split in fold.Inner)
        {
            var fit = new NetworkFit(candidate, target, split, fold.Scale, seed);
            fit.Train(MostEpochs, Patience, LearningRate, BatchSize, cancellation);
            if (metric.Compute(fit.Predictions()) is not { } value) return double.PositiveInfinity;
            sum += split.TestTarget.Length * metric.Badness(value);
            rows += split.TestTarget.Length;
        }

        return sum / rows;
    }
}
