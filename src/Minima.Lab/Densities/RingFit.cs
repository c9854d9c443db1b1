using Minima.Lab.Generative;
using Minima.Lab.Sampling;
using Minima.Lab.Studies;

namespace Minima.Lab.Densities;

/// <summary>The result of a model of the ring.</summary>
/// <param name="Samples">Drawn from it.</param>
/// <param name="Distance">Of them to points that were never seen.</param>
/// <param name="Surprise">Of these points, in nats: NaN if the model has no likelihood, or if not requested.</param>
internal sealed record RingFit((double X, double Y)[] Samples, double Distance, double Surprise)
{
    private const int BatchSize = 128;

    /// <summary>The number of modes they cover.</summary>
    public int Modes => Ring.Cover(Samples).Modes;

    /// <summary>The proportion of them that lie near one.</summary>
    public double Near => Ring.Cover(Samples).Near;

    /// <summary>The number of distinct points among them.</summary>
    public int Distinct => Samples.Distinct().Count();

    /// <summary>Trains a model on fresh points, and judges it.</summary>
    public static RingFit Of(GenerativeModel model, Trial trial, int steps, double rate, int judged)
    {
        var data = new RandomState((ulong)trial.Seed).Fork("data");
        model.Train(steps, rate, () => Ring.Draw(BatchSize, data), Ring.Draw(2000, data));
        var drawn = Ring.Points(Tensor.Of(model.Drawn(judged, (ulong)trial.Seed), [judged, 2]));
        return Of(drawn, trial, unseen => model.Surprise(unseen));
    }

    /// <summary>Judges samples; the likelihood only for seeds that judge.</summary>
    public static RingFit Of((double X, double Y)[] samples, Trial trial, Func<Tensor, double?> surprise) =>
        new(samples, RingTraining.Distance(samples, trial), trial.IsTuning ? double.NaN : surprise(RingTraining.Unseen(samples.Length, trial)) ?? double.NaN);
}
