using Minima.Lab.Generative;
using Minima.Lab.Sampling;
using Minima.Lab.Studies;

namespace Minima.Lab.Densities;

/// <summary>What a model of the ring gave.</summary>
/// <param name="Samples">Drawn from it.</param>
/// <param name="Distance">Of them to points that were never seen.</param>
/// <param name="Surprise">Of these points, in nats: not a number where the model does not say, or where nobody asked.</param>
internal sealed record RingFit((double X, double Y)[] Samples, double Distance, double Surprise)
{
    private const int BatchSize = 128;

    /// <summary>How many modes they cover.</summary>
    public int Modes => Ring.Cover(Samples).Modes;

    /// <summary>Which share of them lies near one.</summary>
    public double Near => Ring.Cover(Samples).Near;

    /// <summary>How many different points are among them.</summary>
    public int Distinct => Samples.Distinct().Count();

    /// <summary>Trains a model on fresh points, and judges it.</summary>
    public static RingFit Of(GenerativeModel model, Trial trial, int steps, double rate, int judged)
    {
        var data = new RandomState((ulong)trial.Seed).Fork("data");
        model.Train(steps, rate, () => Ring.Draw(BatchSize, data), Ring.Draw(2000, data));
        var drawn = Ring.Points(Tensor.Of(model.Drawn(judged, (ulong)trial.Seed), [judged, 2]));
        return Of(drawn, trial, unseen => model.Surprise(unseen));
    }

    /// <summary>Judges samples; the likelihood only where the seed judges.</summary>
    public static RingFit Of((double X, double Y)[] samples, Trial trial, Func<Tensor, double?> surprise) =>
        new(samples, RingTraining.Distance(samples, trial), trial.IsTuning ? double.NaN : surprise(RingTraining.Unseen(samples.Length, trial)) ?? double.NaN);
}
