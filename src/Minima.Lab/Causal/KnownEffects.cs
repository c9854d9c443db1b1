using Minima.Training.Causal;

namespace Minima.Lab.Causal;

/// <summary>Units whose outcomes with and without treatment are both known, because they are synthetic: ten normal covariates, some of which confound treatment and outcome.</summary>
internal sealed class KnownEffects
{
    public const int Width = 10;

    public KnownEffects(int count, RandomState random)
    {
        var covariates = new double[count * Width];
        for (var i = 0; i < covariates.Length; i++) covariates[i] = random.NextNormal();
        var (treatment, outcome) = (new double[count], new double[count]);
        Effects = new double[count];
        for (var i = 0; i < count; i++)
        {
            var x = covariates.AsSpan(i * Width, Width);
            Effects[i] = Effect(x);
            treatment[i] = random.NextDouble() < Propensity(x) ? 1 : 0;
            outcome[i] = Untreated(x) + (treatment[i] * Effects[i]) + random.NextNormal();
        }

        Units = new TreatedUnits(covariates, Width, treatment, outcome);
        Covariates = covariates;
    }

    public TreatedUnits Units { get; }

    public double[] Covariates { get; }

    /// <summary>mu1(x) - mu0(x) of each unit.</summary>
    public double[] Effects { get; }

    /// <summary>The root of the mean squared error of effects, unit by unit (PEHE).</summary>
    public double Error(IReadOnlyList<double> estimates) => Math.Sqrt(Effects.Select((effect, i) => (estimates[i] - effect) * (estimates[i] - effect)).Average());

    /// <summary>Units with a high outcome without treatment are treated more often.</summary>
    private static double Propensity(ReadOnlySpan<double> x) => 1 / (1 + Math.Exp(-((0.8 * x[0]) + (0.6 * x[1]) - (0.5 * x[2]))));

    private static double Untreated(ReadOnlySpan<double> x) => (2 * x[0]) + (x[1] * x[1]) + Math.Sin(2 * x[2]) + (0.5 * x[4] * x[5]);

    private static double Effect(ReadOnlySpan<double> x) => 1 + x[0] + Math.Tanh(2 * x[3]);
}
