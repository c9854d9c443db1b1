namespace Minima.Tabular;

/// <summary>
/// The best constant of a loss whose functional has no name, for example Huber's: the lowest prediction at which the sum of the derivatives is not below 0. The derivative of a convex loss rises.
/// That of a loss of a mean of logarithms changes its sign once. So does their sum, and the best constant of two samples together lies between theirs (A. Jordan, A. Mühlemann, J. Ziegel, 2022).
/// </summary>
/// <param name="loss">The loss.</param>
/// <param name="inputs">Further inputs, one constant each.</param>
/// <param name="low">A prediction around which the best ones are searched.</param>
/// <param name="high">Another prediction, above.</param>
internal sealed class LossPooling(Loss loss, IReadOnlyList<(int Index, double Value)> inputs, double low, double high) : Pooling
{
    /// <summary>The most doublings of the search range.</summary>
    private const int MostDoublings = 40;

    /// <summary>A distance that is rounding compared with that of predictions.</summary>
    private const double Same = 1e-15;

    private readonly double _low = low;
    private readonly double _width = Math.Max(high - low, 1e-3 * Math.Max(1, Math.Abs(low)));

    public override List<double> Sample(IEnumerable<double> targets) => [.. targets];

    public override List<double> Joined(List<double> first, List<double> second)
    {
        first.AddRange(second);
        return first;
    }

    public override double Value(List<double> sample)
    {
        double[] targets = [.. sample];
        var domain = loss.DomainOf(0);
        var (below, above) = (_low, _low + _width);
        for (var (k, width) = (0, _width); k < MostDoublings && !(Slope(targets, below) < 0) && domain.Contains(below - width); k++, width *= 2) below -= width;
        for (var (k, width) = (0, _width); k < MostDoublings && Slope(targets, above) < 0 && domain.Contains(above + width); k++, width *= 2) above += width;
        return Lowest(targets, below, above);
    }

    public override double Between(List<double> sample, double low, double high) => Lowest([.. sample], low, high);

    /// <summary>Halves an interval, whose upper end is a valid answer, until its ends agree.</summary>
    private double Lowest(double[] targets, double below, double above)
    {
        while (true)
        {
            var middle = below + ((above - below) / 2);
            if (!(middle > below && middle < above && above - below > Same * _width)) return above;
            if (Slope(targets, middle) < 0) below = middle;
            else above = middle;
        }
    }

    private double Slope(double[] targets, double prediction)
    {
        var (at, slopes) = (new double[targets.Length], new double[targets.Length]);
        Array.Fill(at, prediction);
        var batch = new LossBatch<double> { Prediction = at, Target = targets, Gradient = slopes, Reduction = Reduction.Sum, Threads = 1 };
        foreach (var (index, value) in inputs) batch.SetInput(index, Enumerable.Repeat(value, targets.Length).ToArray());
        loss.Evaluate(batch);
        return slopes.Sum();
    }
}
