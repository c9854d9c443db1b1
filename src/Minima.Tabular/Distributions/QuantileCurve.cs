namespace Minima.Tabular;

/// <summary>A distribution from some of its quantiles: its distribution function is linear between them and has exponential tails that continue with the same density.</summary>
internal sealed class QuantileCurve : PredictiveDistribution
{
    private readonly double[] _levels;
    private readonly double[] _values;
    private readonly double _lower;
    private readonly double _upper;

    /// <param name="levels">The levels, ascending, at least two.</param>
    /// <param name="values">The quantiles, not descending.</param>
    public QuantileCurve(double[] levels, double[] values)
    {
        (_levels, _values) = (levels, values);

        // The mean distance beyond the outer quantiles: the remaining probability over the density there.
        _lower = levels[0] * (values[1] - values[0]) / (levels[1] - levels[0]);
        _upper = (1 - levels[^1]) * (values[^1] - values[^2]) / (levels[^1] - levels[^2]);
        Mean = (levels[0] * (values[0] - _lower)) + ((1 - levels[^1]) * (values[^1] + _upper));
        for (var k = 1; k < levels.Length; k++) Mean += (levels[k] - levels[k - 1]) * (values[k] + values[k - 1]) / 2;
    }

    /// <inheritdoc/>
    public override double Mean { get; }

    /// <inheritdoc/>
    public override double Cdf(double value)
    {
        if (value < _values[0]) return _lower > 0 ? _levels[0] * Math.Exp((value - _values[0]) / _lower) : 0;
        if (value >= _values[^1]) return _upper > 0 ? 1 - ((1 - _levels[^1]) * Math.Exp((_values[^1] - value) / _upper)) : value > _values[^1] ? 1 : _levels[^1];
        var k = 0;
        while (_values[k + 1] <= value) k++;
        return _levels[k] + ((_levels[k + 1] - _levels[k]) * (value - _values[k]) / (_values[k + 1] - _values[k]));
    }

    /// <inheritdoc/>
    public override double? LogDensity(double value) => null;

    /// <inheritdoc/>
    public override double Crps(double target)
    {
        var (low, high) = (_values[0], _values[^1]);
        var sum = 0.0;

        // The square of an exponential tail falls twice as fast.
        if (target < low)
        {
            var (near, here) = (low - target, _lower > 0 ? Math.Exp((target - low) / _lower) : 0);
            sum += near - (2 * _levels[0] * _lower * (1 - here)) + (_levels[0] * _levels[0] * _lower * (1 - (here * here)) / 2) + (_levels[0] * _levels[0] * _lower * here * here / 2);
        }
        else
        {
            sum += _levels[0] * _levels[0] * _lower / 2;
        }

        var left = 1 - _levels[^1];
        if (target > high)
        {
            var (near, here) = (target - high, _upper > 0 ? Math.Exp((high - target) / _upper) : 0);
            sum += near - (2 * left * _upper * (1 - here)) + (left * left * _upper * (1 - (here * here)) / 2) + (left * left * _upper * here * here / 2);
        }
        else
        {
            sum += left * left * _upper / 2;
        }

        for (var k = 1; k < _values.Length; k++)
        {
            var (from, to) = (_values[k - 1], _values[k]);
            if (!(to > from)) continue;
            var middle = Math.Clamp(target, from, to);
            sum += Squares(from, middle, Cut(k, from), Cut(k, middle)) + Squares(middle, to, 1 - Cut(k, middle), 1 - Cut(k, to));
        }

        return sum;

        double Cut(int k, double value) => _levels[k - 1] + ((_levels[k] - _levels[k - 1]) * (value - _values[k - 1]) / (_values[k] - _values[k - 1]));

        static double Squares(double from, double to, double first, double last) => (to - from) * ((first * first) + (first * last) + (last * last)) / 3;
    }

    private protected override double At(double level)
    {
        if (level < _levels[0]) return _values[0] + (_lower * Math.Log(level / _levels[0]));
        if (level > _levels[^1]) return _values[^1] - (_upper * Math.Log((1 - level) / (1 - _levels[^1])));
        var k = Array.BinarySearch(_levels, level);
        if (k >= 0) return _values[k];
        k = ~k;
        return _values[k - 1] + ((_values[k] - _values[k - 1]) * (level - _levels[k - 1]) / (_levels[k] - _levels[k - 1]));
    }
}
