namespace Minima.Tabular;

/// <summary>Writes the logarithm of a density, up to a constant, at some values.</summary>
internal delegate void LogDensityFunction(ReadOnlySpan<double> values, Span<double> logDensity);

/// <summary>
/// A distribution from a formula of its density, normalised to 1. It is integrated over panels that are narrow around its peaks and ever wider away from
/// them. Between the points the distribution function is the cubic through values and derivatives, so that its inverse needs no
/// further value of the formula.
/// </summary>
internal sealed class DensityTable : PredictiveDistribution
{
    private const double Reach = 20;
    private const double Panel = 0.4;
    private const double Drop = 0.5;
    private const int Zooms = 7;

    private static readonly double[] Wide = [.. Enumerable.Range(-30, 61).Select(k => Math.Sinh(k * 0.4))];
    private static readonly double[] Narrow = [.. Enumerable.Range(-8, 17).Select(k => k / 8.0)];
    private static readonly double[] Widths = [.. Enumerable.Range(-40, 62).Select(k => Math.Pow(2, k))];
    private static readonly double[] Edges = [.. Enumerable.Range(0, (int)(2 * Reach / Panel) + 1).Select(k => Math.Sinh((k * Panel) - Reach))];
    private static readonly double[] ThreePoints = [-Math.Sqrt(0.6), 0, Math.Sqrt(0.6)];
    private static readonly double[] ThreeWeights = [5.0 / 9, 8.0 / 9, 5.0 / 9];

    private readonly LogDensityFunction _formula;
    private readonly Support _support;
    private readonly double _atom;
    private readonly double _logTotal;
    private readonly double[] _place;
    private readonly double[] _up;
    private readonly double[] _slope;
    private double[]? _low;
    private double[]? _high;

    private DensityTable(LogDensityFunction formula, Support support, double atom, double[] place, double[] up, double[] slope, double logTotal)
    {
        (_formula, _support, _atom, _place, _up, _slope, _logTotal) = (formula, support, atom, place, up, slope, logTotal);
        var mean = 0.0;
        for (var i = 0; i + 1 < place.Length; i++)
        {
            for (var k = 0; k < ThreePoints.Length; k++)
            {
                var (at, half) = Point(i, k);
                var value = support.FromFree(at);
                mean += double.IsFinite(value) ? half * ThreeWeights[k] * SlopeAt(i, at) * value : 0;
            }
        }

        Mean = ((1 - atom) * mean) + (atom * (double.IsFinite(support.Low) ? support.Low : 0));
    }

    /// <param name="formula">The density.</param>
    /// <param name="support">The range in which it is not 0.</param>
    /// <param name="about">Likely values, including every peak that is far from the others.</param>
    /// <param name="spread">A usual distance between values.</param>
    /// <param name="atom">The probability of the low end itself; the density has the remaining probability.</param>
    public static DensityTable Of(LogDensityFunction formula, Support support, ReadOnlySpan<double> about, double spread, double atom = 0)
    {
        var guesses = new List<double>();
        foreach (var value in about)
        {
            if (value > support.Low && value < support.High && double.IsFinite(support.ToFree(value))) guesses.Add(support.ToFree(value));
        }

        if (guesses.Count == 0) guesses.Add(0);
        var unit = double.IsFinite(support.Low) || double.IsFinite(support.High) ? 1 : spread;
        var peaks = new List<(double Place, double Width)>();
        var (heights, highest) = (At([.. guesses]), double.NegativeInfinity);
        var top = Peak(guesses[Array.IndexOf(heights, heights.Max())], unit);
        foreach (var guess in guesses.Prepend(top).ToArray())
        {
            // At a kink the guess itself beats the point that a search approaches.
            var height = At([guess])[0];
            if (height < highest - 40 || double.IsNaN(height)) continue;
            if (height >= highest - 1e-9 && peaks.Count == 1 && Math.Abs(guess - peaks[0].Place) <= 1e-5 * peaks[0].Width) peaks.Clear();
            if (peaks.Exists(peak => Math.Abs(guess - peak.Place) <= 1e-6 * peak.Width)) continue;
            highest = Math.Max(highest, height);
            peaks.Add((guess, Width(guess, height)));
        }

        double[] edges = [.. peaks.SelectMany(peak => Edges.Select(edge => peak.Place + (peak.Width * edge))).Where(edge => double.IsFinite(edge) && support.Slope(edge) is > 0 and < 1e300).Order().Distinct()];

        // A density that is 0 or undefined everywhere has no panels; unit panels yield non-finite numbers.
        return Integrated(edges.Length > 1 ? edges : Array.ConvertAll(Edges, edge => unit * edge));

        double[] At(double[] places)
        {
            var (values, logs) = (Array.ConvertAll(places, support.FromFree), new double[places.Length]);
            for (var i = 0; i < values.Length; i++) values[i] = Inside(values[i]);
            formula(values, logs);
            for (var i = 0; i < logs.Length; i++)
            {
                logs[i] += Math.Log(support.Slope(places[i]));
                if (double.IsNaN(logs[i]) || double.IsPositiveInfinity(logs[i])) logs[i] = double.NegativeInfinity;
            }

            return logs;
        }

        double Inside(double value) => double.IsFinite(support.Low) || double.IsFinite(support.High)
            ? Math.Clamp(value, double.IsFinite(support.Low) ? Math.BitIncrement(support.Low) : double.MinValue, double.IsFinite(support.High) ? Math.BitDecrement(support.High) : double.MaxValue)
            : value;

        double Peak(double from, double width)
        {
            var places = Array.ConvertAll(Wide, step => from + (width * step));
            var logs = At(places);
            var best = Array.IndexOf(logs, logs.Max());
            var (middle, reach) = (places[best], Math.Max(best > 0 ? places[best] - places[best - 1] : 0, best + 1 < places.Length ? places[best + 1] - places[best] : 0));
            for (var zoom = 0; zoom < Zooms; zoom++, reach /= 6)
            {
                var near = Array.ConvertAll(Narrow, step => middle + (reach * step));
                var here = At(near);
                middle = near[Array.IndexOf(here, here.Max())];
            }

            return middle;
        }

        double Width(double peak, double height)
        {
            var sides = At([.. Widths.SelectMany(width => (double[])[peak - (unit * width), peak + (unit * width)])]);
            for (var k = 0; k < Widths.Length; k++)
            {
                if (height - Math.Max(sides[2 * k], -1e300) + height - Math.Max(sides[(2 * k) + 1], -1e300) >= 2 * Drop) return unit * Widths[k];
            }

            return unit;
        }

        DensityTable Integrated(double[] edges)
        {
            var panels = edges.Length - 1;
            var place = new double[(panels * Lobatto.Steps) + 1];
            for (var p = 0; p < panels; p++)
            {
                for (var k = 0; k < Lobatto.Steps; k++) place[(p * Lobatto.Steps) + k] = edges[p] + ((edges[p + 1] - edges[p]) * (1 + Lobatto.Points[k]) / 2);
            }

            place[^1] = edges[^1];
            var logs = At(place);
            var peak = logs.Max();
            var density = Array.ConvertAll(logs, log => Math.Exp(log - peak));
            var up = new double[place.Length];
            for (var p = 0; p < panels; p++)
            {
                var (first, half) = (p * Lobatto.Steps, (edges[p + 1] - edges[p]) / 2);
                for (var k = 1; k <= Lobatto.Steps; k++)
                {
                    var sum = 0.0;
                    for (var j = 0; j <= Lobatto.Steps; j++) sum += Lobatto.UpTo[k][j] * density[first + j];

                    // A polynomial may dip below 0 where a density ends; the distribution function must not decrease.
                    up[first + k] = Math.Max(up[first + k - 1], up[first] + (half * sum));
                }
            }

            var total = up[^1];
            for (var i = 0; i < up.Length; i++) (up[i], density[i]) = (up[i] / total, density[i] / total);
            return new(formula, support, atom, place, up, density, Math.Log(total) + peak);
        }
    }

    /// <inheritdoc/>
    public override double Mean { get; }

    /// <summary>Almost no probability lies beyond the outermost panels.</summary>
    public bool HasEnds => _up[Lobatto.Steps * 10] < 1e-3 && 1 - _up[^((Lobatto.Steps * 10) + 1)] < 1e-3;

    /// <summary>The logarithm of the integral of the formula's density.</summary>
    public double LogTotal => _logTotal;

    /// <inheritdoc/>
    public override double Cdf(double value)
    {
        if (value < _support.Low || double.IsNegativeInfinity(value)) return 0;
        if (value >= _support.High) return 1;
        return _atom + ((1 - _atom) * Continuous(_support.ToFree(value)));
    }

    internal override double Below(double value) => value <= _support.Low ? 0 : Cdf(value);

    /// <inheritdoc/>
    public override double? LogDensity(double value)
    {
        if (value < _support.Low || value > _support.High) return double.NegativeInfinity;
        if (_atom > 0 && value.Equals(_support.Low)) return Math.Log(_atom);
        double[] log = [0];
        _formula([value], log);
        return log[0] - _logTotal + Math.Log(1 - _atom);
    }

    /// <inheritdoc/>
    public override double Crps(double target)
    {
        if (_low is null) Tabulate();
        var at = _support.ToFree(Math.Clamp(target, _support.Low, _support.High));
        if (!(at > _place[0])) return _high![0] + Outside(target, _place[0], -1);
        if (!(at < _place[^1])) return _low![^1] + Outside(target, _place[^1], 1);
        var i = Find(_place, at);
        return _low![i] + Part(i, _place[i], at, below: true) + _high![i + 1] + Part(i, at, _place[i + 1], below: false);
    }

    private protected override double At(double level)
    {
        var up = (level - _atom) / (1 - _atom);
        if (up <= 0) return _support.Low;
        var i = Find(_up, up);
        var (left, right) = (_place[i], _place[i + 1]);
        for (var step = 0; step < 60 && right - left > 1e-15 * (Math.Abs(left) + Math.Abs(right)); step++)
        {
            var middle = (left + right) / 2;
            if (Cubic(i, middle) < up) left = middle;
            else right = middle;
        }

        return _support.FromFree((left + right) / 2);
    }

    private double Outside(double target, double place, int side) => Math.Max(0, side * (target - _support.FromFree(place))) is var far && double.IsFinite(far) ? far : 0;

    private double Continuous(double place)
    {
        if (!(place > _place[0])) return 0;
        return place < _place[^1] ? Cubic(Find(_place, place), place) : 1;
    }

    private static int Find(double[] ascending, double value)
    {
        var (low, high) = (0, ascending.Length - 1);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (ascending[middle] <= value) low = middle;
            else high = middle;
        }

        return low;
    }

    /// <summary>The cubic through the values and the derivatives at both ends of a step.</summary>
    private double Cubic(int i, double place)
    {
        var width = _place[i + 1] - _place[i];
        var s = (place - _place[i]) / width;
        var (rise, first, second) = (_up[i + 1] - _up[i], _slope[i] * width, _slope[i + 1] * width);
        var value = _up[i] + (s * (first + (s * ((3 * rise) - (2 * first) - second + (s * (first + second - (2 * rise)))))));
        return Math.Clamp(value, _up[i], _up[i + 1]);
    }

    private double SlopeAt(int i, double place)
    {
        var width = _place[i + 1] - _place[i];
        var s = (place - _place[i]) / width;
        var (rise, first, second) = (_up[i + 1] - _up[i], _slope[i] * width, _slope[i + 1] * width);
        return (first + (s * ((2 * ((3 * rise) - (2 * first) - second)) + (3 * s * (first + second - (2 * rise)))))) / width;
    }

    private (double Place, double Half) Point(int i, int k) => ((_place[i] + _place[i + 1] + ((_place[i + 1] - _place[i]) * ThreePoints[k])) / 2, (_place[i + 1] - _place[i]) / 2);

    /// <summary>Tabulates the integrals of the square of the distribution function up to each point, and of the square of its complement from each point.</summary>
    private void Tabulate()
    {
        var (low, high) = (new double[_place.Length], new double[_place.Length]);
        for (var i = 0; i + 1 < _place.Length; i++) low[i + 1] = low[i] + Part(i, _place[i], _place[i + 1], below: true);
        for (var i = _place.Length - 2; i >= 0; i--) high[i] = high[i + 1] + Part(i, _place[i], _place[i + 1], below: false);
        (_low, _high) = (low, high);
    }

    private double Part(int i, double from, double to, bool below)
    {
        var sum = 0.0;
        for (var k = 0; k < ThreePoints.Length; k++)
        {
            var at = (from + to + ((to - from) * ThreePoints[k])) / 2;
            var up = _atom + ((1 - _atom) * Cubic(i, at));
            var share = below ? up : 1 - up;
            sum += ThreeWeights[k] * share * share * _support.Slope(at);
        }

        return sum * (to - from) / 2;
    }
}
