namespace Minima.Lab.Penalties;

/// <summary>How sure a network is that was trained long on labels of which many are wrong, under one penalty.</summary>
/// <param name="Penalty">On what it says, or on its weights.</param>
/// <param name="Strength">Of its strengths the one with the least negative log-likelihood on rows that are not tested, of whose labels as many are wrong.</param>
/// <param name="Accuracy">On test rows, by their true digits.</param>
/// <param name="Memorised">The share of wrongly labelled training rows that are named as they were told.</param>
/// <param name="Entropy">Of predictions for test rows, in the mean.</param>
/// <param name="ToldLikelihood">Negative log-likelihood of test rows whose labels are drawn as those of training.</param>
/// <param name="ToldCalibration">Their calibration error.</param>
/// <param name="TrueLikelihood">Negative log-likelihood of the true digits.</param>
/// <param name="TrueCalibration">Their calibration error.</param>
/// <param name="Path">The negative log-likelihood as told, on the way.</param>
internal sealed record SureNetwork(
    ComparedPenalty Penalty, double Strength, Sample Accuracy, double Memorised, double Entropy, Sample ToldLikelihood, double ToldCalibration, double TrueLikelihood, double TrueCalibration, IReadOnlyList<(double X, double Y)> Path)
{
    public const double WrongShare = 0.3;

    private const int BatchSize = 32;
    private const double LearningRate = 3e-3;
    private const int LookCount = 20;

    public static ComparedPenalty[] Penalties { get; } =
    [
        ComparedPenalty.None,
        ComparedPenalty.L2(1e-3, 3e-3, 0.01, 0.03),
        ComparedPenalty.Confidence(0.1, 0.3, 0.5, 0.7, 1),
        ComparedPenalty.Decision(0.1, 0.3),
    ];

    /// <summary>At the best of the strengths.</summary>
    public static SureNetwork Of(LabRun run, BundledTable table, ComparedPenalty penalty)
    {
        ToldRows[] rows = [.. run.SeedsFrom(small: 1).Select(seed => new ToldRows(run, table, seed))];
        var tried = penalty.Strengths[..run.Of(penalty.Strengths.Length, 1)].Select(strength => (Strength: strength, Fits: rows.Select(one => Fit(run, one, penalty, strength)).ToArray())).ToArray();
        var best = tried.MinBy(one => Mean(one.Fits, (model, told) => told.Likelihood(model, told.Held, told.ToldOf(told.Held))));
        Sample Over(Func<Module, ToldRows, double> figure) => new([.. best.Fits.Select((fit, k) => figure(fit.Model, rows[k]))]);
        double Mean((Module Model, List<(double X, double Y)> Path)[] fits, Func<Module, ToldRows, double> figure) => fits.Select((fit, k) => figure(fit.Model, rows[k])).Average();
        return new(
            penalty,
            best.Strength,
            Over((model, one) => one.Named(model, one.Test, one.TrueOf(one.Test))),
            Mean(best.Fits, (model, one) => one.Named(model, one.Wrong, one.ToldOf(one.Wrong))),
            Mean(best.Fits, (model, one) => one.Entropy(model, one.Test)),
            Over((model, one) => one.Likelihood(model, one.Test, one.ToldOf(one.Test))),
            Mean(best.Fits, (model, one) => one.Calibration(model, one.Test, one.ToldOf(one.Test))),
            Mean(best.Fits, (model, one) => one.Likelihood(model, one.Test, one.TrueOf(one.Test))),
            Mean(best.Fits, (model, one) => one.Calibration(model, one.Test, one.TrueOf(one.Test))),
            [.. Enumerable.Range(0, best.Fits[0].Path.Count).Select(look => (best.Fits[0].Path[look].X, best.Fits.Average(fit => fit.Path[look].Y)))]);
    }

    private static (Module Model, List<(double X, double Y)> Path) Fit(LabRun run, ToldRows rows, ComparedPenalty penalty, double strength)
    {
        var model = Models.Mlp(DigitRows.PixelCount, [128, 64], DigitRows.Classes, new RandomState((ulong)rows.Seed));
        using var batches = DigitRows.Shuffled(rows.Training, rows.Seed, BatchSize);
        var epochs = run.Of(200, 2);
        var looks = new Looks(model, rows, Math.Max(1, epochs / LookCount));
        penalty.Fit(model, [.. model.Parameters.Where(parameter => parameter.Value.Rank == 2)], strength, batches, new Adam(model.Parameters, LearningRate), epochs, looks);
        return (model, looks.Path);
    }

    /// <summary>The negative log-likelihood of the test rows as told, every so many epochs.</summary>
    private sealed class Looks(Module model, ToldRows rows, int every) : TrainingCallback
    {
        public List<(double X, double Y)> Path { get; } = [];

        public override void EpochEnded(Trainer trainer, EpochRecord record)
        {
            if (record.Epoch % every == 0) Path.Add((record.Epoch, rows.Likelihood(model, rows.Test, rows.ToldOf(rows.Test))));
        }
    }
}
