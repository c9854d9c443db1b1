namespace Minima.Tabular;

/// <summary>The absolute error, whose optimum is the start for a loss with several minima.</summary>
internal sealed class AbsoluteTerms(double[] target, double[] share) : IRowTerms
{
    private readonly double[] _terms = new double[target.Length];

    public double[] Share => share;

    public double Evaluate(ReadOnlySpan<double> prediction, Span<double> slope, Span<double> curvature)
    {
        for (var i = 0; i < target.Length; i++)
        {
            var residual = prediction[i] - target[i];
            _terms[i] = Math.Abs(residual);
            if (!slope.IsEmpty) slope[i] = Math.Sign(residual);
        }

        curvature.Clear();
        return Summation.Mean(_terms, share);
    }

    /// <summary>Its kinks: one for each row, at the target.</summary>
    public Kinks Kinks() => new([.. target.Select((value, row) => new Kink(row, value, 2 * share[row]))]);
}
