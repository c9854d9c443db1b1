using Minima.Lab.Studies;

namespace Minima.Lab.Penalties;

/// <summary>The confidence of a network trained under one penalty on labels of which many are wrong.</summary>
/// <param name="Accuracy">The accuracy on unseen rows, against their true digits.</param>
/// <param name="Memorised">The proportion of wrongly labelled training rows that are classified as labelled.</param>
/// <param name="Entropy">The mean entropy of the predictions on unseen rows.</param>
/// <param name="GivenLikelihood">The negative log-likelihood of unseen rows whose labels carry the same noise as in training.</param>
/// <param name="GivenCalibration">The calibration error against these labels.</param>
/// <param name="TrueLikelihood">The negative log-likelihood of the true digits.</param>
/// <param name="TrueCalibration">The calibration error against the true digits.</param>
internal sealed record SureNetwork(double Accuracy, double Memorised, double Entropy, double GivenLikelihood, double GivenCalibration, double TrueLikelihood, double TrueCalibration)
{
    public const double WrongShare = 0.3;

    private const int BatchSize = 32;
    private const double LearningRate = 3e-3;

    /// <summary>The numbers of epochs that are tried; penalties try the first two.</summary>
    public static double[] Lengths(LabRun run) => run.IsSmall ? [6, 2, 5, 4, 3, 1] : [100, 8, 30, 12, 5, 3];

    /// <summary>Every penalty, tuned by the likelihood of the given labels.</summary>
    public static Study<SureNetwork> Compared(LabRun run)
    {
        var grid = new PenaltyGrid<SureNetwork>(new("epochs", "轮数"), Lengths(run), (trial, penalty, strength, epochs) => Fit(run, trial, penalty, strength, (int)epochs));
        return new(
            [grid.WithoutPenalty, grid.Of(ComparedPenalty.L2, 0.01, 0.03, 0.003), grid.Of(ComparedPenalty.Confidence, 0.3, 0.7, 0.1), grid.Of(ComparedPenalty.Decision, 0.1, 0.3, 0.03)],
            new(one => one.GivenLikelihood, IsError: true),
            tuningSeeds: 2);
    }

    private static SureNetwork Fit(LabRun run, Trial trial, ComparedPenalty penalty, double strength, int epochs)
    {
        var rows = new ToldRows(run, trial);
        var model = Models.Mlp(DigitRows.PixelCount, [128, 64], DigitRows.Classes, new RandomState((ulong)trial.Seed));
        using var batches = DigitRows.Shuffled(rows.Training, trial.Seed, BatchSize);
        penalty.Fit(model, [.. model.Parameters.Where(parameter => parameter.Value.Rank == 2)], strength, batches, new Adam(model.Parameters, LearningRate), epochs);
        var (given, real) = (rows.GivenOf(rows.Judging), rows.TrueOf(rows.Judging));
        return new(
            rows.Named(model, rows.Judging, real),
            rows.Named(model, rows.Wrong, rows.GivenOf(rows.Wrong)),
            rows.Entropy(model, rows.Judging),
            rows.Likelihood(model, rows.Judging, given),
            rows.Calibration(model, rows.Judging, given),
            rows.Likelihood(model, rows.Judging, real),
            rows.Calibration(model, rows.Judging, real));
    }
}
