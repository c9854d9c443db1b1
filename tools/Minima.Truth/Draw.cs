using Minima.Tabular;

namespace Minima.Truth;

/// <summary>Draws from the distributions of the families, from one seed.</summary>
internal sealed class Draw(ulong seed)
{
    private readonly RandomState _random = new(seed);
    private double? _spare;

    public double Uniform() => _random.NextDouble();

    public bool Chance(double share) => Uniform() < share;

    /// <summary>A standard normal number, by the polar method.</summary>
    public double Normal()
    {
        if (_spare is { } kept)
        {
            _spare = null;
            return kept;
        }

        double x, y, s;
        do
        {
            (x, y) = (2 * Uniform() - 1, 2 * Uniform() - 1);
            s = x * x + y * y;
        }
        while (s is >= 1 or 0);

        var scale = Math.Sqrt(-2 * Math.Log(s) / s);
        _spare = y * scale;
        return x * scale;
    }

    /// <summary>A gamma number of mean 1, by the squeeze of Marsaglia and Tsang (2000).</summary>
    public double Gamma(double shape)
    {
        if (shape < 1) return Standard(shape + 1) * Math.Pow(1 - Uniform(), 1 / shape) / shape;
        return Standard(shape) / shape;
    }

    public double Student(int freedom) => Normal() / Math.Sqrt(Gamma(freedom / 2.0));

    public double Laplace() => (Chance(0.5) ? 1 : -1) * -Math.Log(1 - Uniform());

    public double Logistic()
    {
        var u = Math.Clamp(Uniform(), 1e-15, 1 - 1e-15);
        return Math.Log(u / (1 - u));
    }

    /// <summary>A Poisson count, by multiplication (Knuth).</summary>
    public int Poisson(double mean)
    {
        var (bound, product, count) = (Math.Exp(-Math.Min(mean, 500)), Uniform(), 0);
        while (product > bound)
        {
            product *= Uniform();
            count++;
        }

        return count;
    }

    public double Beta(double a, double b)
    {
        var (x, y) = (a * Gamma(a), b * Gamma(b));
        return x / (x + y);
    }

    private double Standard(double shape)
    {
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal();
            var v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - Uniform()) < (x * x / 2) + d - (d * v) + (d * Math.Log(v))) return d * v;
        }
    }
}
