using Minima.Tensors.Randomness;

namespace Minima.Examples.Survival;

/// <summary>
/// Rows with times that are known by construction: a Weibull hazard of shape 1.5 whose logarithm is 2 sin(pi x1) + 3 (x2^2 - 1/3) + 2 x3 x4, with four
/// columns more, of which the first says nothing about the event and much about how long a row is watched, and the others say nothing.
/// </summary>
/// <param name="X">The columns, row by row, from -1 to 1.</param>
/// <param name="Time">Until the event, or until the row was last seen.</param>
/// <param name="Event">1 for an event, 0 for a censored row.</param>
/// <param name="Risk">The logarithm of the hazard, which no model is told.</param>
internal sealed record Cohort(float[] X, double[] Time, double[] Event, double[] Risk)
{
    public const int Columns = 8;

    private const double Shape = 1.5;

    public int Rows => Time.Length;

    /// <summary>Draws rows; those that are not censored are followed until their event.</summary>
    public static Cohort Draw(RandomState random, int rows, bool isCensored)
    {
        var drawn = new Cohort(new float[rows * Columns], new double[rows], new double[rows], new double[rows]);
        for (var row = 0; row < rows; row++)
        {
            var x = drawn.X.AsSpan(row * Columns, Columns);
            foreach (ref var value in x) value = (2 * random.NextSingle()) - 1;
            var risk = (2 * Math.Sin(Math.PI * x[0])) + (3 * ((x[1] * x[1]) - (1 / 3.0))) + (2 * x[2] * x[3]);
            var time = Math.Pow(Exponential(random) * Math.Exp(-risk), 1 / Shape);
            var watched = Exponential(random) * Math.Exp(-2 * x[4]);
            drawn.Risk[row] = risk;
            drawn.Event[row] = !isCensored || time <= watched ? 1 : 0;
            drawn.Time[row] = isCensored ? Math.Min(time, watched) : time;
        }

        return drawn;
    }

    /// <summary>Some of the rows.</summary>
    public Cohort Take(IReadOnlyList<int> rows) => new(
        [.. rows.SelectMany(row => X.AsSpan(row * Columns, Columns).ToArray())],
        [.. rows.Select(row => Time[row])],
        [.. rows.Select(row => Event[row])],
        [.. rows.Select(row => Risk[row])]);

    private static double Exponential(RandomState random) => -Math.Log(1 - random.NextDouble());
}
