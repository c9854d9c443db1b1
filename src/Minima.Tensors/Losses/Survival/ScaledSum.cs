namespace Minima.Tensors.Losses;

/// <summary>
/// A running sum of factors times e^x, kept as e^shift times a number, so that neither large nor small x are lost; what rounding loses is kept beside it.
/// </summary>
internal struct ScaledSum()
{
    /// <summary>The height above the shift at which an x may lie before the sum is brought to it: sums are seldom rescaled, and never overflow.</summary>
    private const double Room = 32;

    private double _sum;
    private double _lost;

    /// <summary>The exponent that the sum is measured in: one of the x, at most <see cref="Room"/> below the largest; -infinity for none.</summary>
    public double Shift { get; private set; } = double.NegativeInfinity;

    /// <summary>The sum divided by e^<see cref="Shift"/>.</summary>
    public readonly double Scaled => _sum + _lost;

    /// <summary>Makes room for an x. -infinity needs none; NaN makes the sum NaN.</summary>
    public void Admit(double x)
    {
        if (x <= Shift + Room) return;
        var scale = double.IsNegativeInfinity(Shift) ? 0 : Math.Exp(Shift - x);
        _sum *= scale;
        _lost *= scale;
        Shift = x;
    }

    /// <summary>e^x in units of e^<see cref="Shift"/>, of an x that was admitted.</summary>
    public readonly double Scale(double x) => double.IsNegativeInfinity(x) ? 0 : Math.Exp(x - Shift);

    /// <summary>Adds a number in units of e^<see cref="Shift"/>.</summary>
    public void AddScaled(double term)
    {
        var sum = _sum + term;
        _lost += Math.Abs(_sum) >= Math.Abs(term) ? _sum - sum + term : term - sum + _sum;
        _sum = sum;
    }

    /// <summary>Adds factor e^x.</summary>
    public void Add(double x, double factor)
    {
        if (factor == 0) return;
        Admit(x);
        AddScaled(factor * Scale(x));
    }
}
