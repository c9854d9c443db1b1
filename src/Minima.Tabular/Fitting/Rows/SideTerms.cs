namespace Minima.Tabular;

/// <summary>
/// The cost of a direction that changes predictions by t. Towards the side of a row on which its loss stays below a bound it is 1 − t,
/// and 0 beyond 1; towards a side on which the loss grows it is very large. If the optimum is not 0 everywhere, it is a
/// direction in which no loss grows: it separates.
/// </summary>
internal sealed class SideTerms(double[] share, int[] side) : IRowTerms
{
    private const double Price = 1000;
    private readonly double[] _terms = new double[side.Length];

    public double[] Share => share;

    public double Evaluate(ReadOnlySpan<double> prediction, Span<double> slope, Span<double> curvature)
    {
        for (var i = 0; i < side.Length; i++)
        {
            var t = side[i] == 0 ? Math.Abs(prediction[i]) : side[i] * prediction[i];
            var wrong = side[i] == 0 ? t : Math.Max(0, -t);
            _terms[i] = (Price * wrong) + (side[i] == 0 ? 0 : Math.Max(0, 1 - t));
            if (slope.IsEmpty) continue;
            slope[i] = side[i] == 0
                ? Price * Math.Sign(prediction[i])
                : -side[i] * ((t < 0 ? Price : t == 0 ? Price / 2 : 0) + (t < 1 ? 1 : t == 1 ? 0.5 : 0));
        }

        curvature.Clear();
        return Summation.Mean(_terms, share);
    }

    /// <summary>Its kinks: at 0, and at 1 on the free side.</summary>
    public Kinks Kinks()
    {
        var kinks = new List<Kink>();
        for (var i = 0; i < side.Length; i++)
        {
            kinks.Add(new Kink(i, 0, (side[i] == 0 ? 2 * Price : Price) * share[i]));
            if (side[i] != 0) kinks.Add(new Kink(i, side[i], share[i]));
        }

        return new Kinks([.. kinks]);
    }
}
