namespace Minima.Tabular;

/// <summary>A distribution of counts from a formula of their probabilities, normalised to 1.</summary>
internal sealed class CountTable : PredictiveDistribution
{
    private const int Block = 64;

    private readonly double[] _up;
    private readonly double[] _log;

    private CountTable(double[] up, double[] log, double mean, double logTotal) => (_up, _log, Mean, LogTotal) = (up, log, mean, logTotal);

    /// <summary>The limit above which counts are not listed one by one; a smooth density then replaces their probabilities.</summary>
    public const int Most = 1 << 14;

    /// <summary>The distribution, or null if too many counts are likely to list them one by one.</summary>
    /// <param name="formula">Writes the logarithms of the probabilities.</param>
    public static CountTable? Of(LogDensityFunction formula)
    {
        var (logs, highest, sum) = (new List<double>(), double.NegativeInfinity, 0.0);
        while (logs.Count < Most)
        {
            var (values, block) = (new double[Block], new double[Block]);
            for (var k = 0; k < Block; k++) values[k] = logs.Count + k;
            formula(values, block);
            foreach (var log in block)
            {
                var usable = double.IsNaN(log) || double.IsPositiveInfinity(log) ? double.NegativeInfinity : log;
                logs.Add(usable);
                highest = Math.Max(highest, usable);
                sum += Math.Exp(usable);
            }

            // In a falling tail, the rest is at most a geometric series with the last ratio.
            var ratio = Math.Exp(logs[^1] - logs[^2]);
            if (ratio < 1 && highest > logs[^1] && Math.Exp(logs[^1]) * ratio / (1 - ratio) <= 1e-13 * sum) break;
        }

        if (logs.Count >= Most || !(sum > 0)) return null;
        var (up, mean, whole) = (new double[logs.Count], 0.0, 0.0);
        for (var k = 0; k < up.Length; k++)
        {
            var chance = Math.Exp(logs[k]) / sum;
            mean += k * chance;
            whole += chance;
            up[k] = Math.Min(1, whole);
        }

        var shift = Math.Log(sum);
        return new(up, [.. logs.Select(log => log - shift)], mean, shift);
    }

    /// <inheritdoc/>
    public override double Mean { get; }

    /// <summary>The logarithm of the sum of the formula's probabilities.</summary>
    public double LogTotal { get; }

    /// <inheritdoc/>
    public override double Cdf(double value) => value < 0 ? 0 : value >= _up.Length ? 1 : _up[(int)value];

    internal override double Below(double value) => value <= 0 ? 0 : Cdf(Math.Ceiling(value) - 1);

    /// <inheritdoc/>
    public override double? LogDensity(double value) => value >= 0 && double.IsInteger(value) && value < _log.Length ? _log[(int)value] : double.NegativeInfinity;

    /// <inheritdoc/>
    public override double Crps(double target)
    {
        var sum = Math.Max(0, target - _up.Length) + Math.Max(0, -target);
        for (var k = 0; k < _up.Length; k++)
        {
            // The function is constant from k to k + 1; the target may lie between.
            var below = Math.Clamp(target - k, 0, 1);
            sum += (below * _up[k] * _up[k]) + ((1 - below) * (1 - _up[k]) * (1 - _up[k]));
        }

        return sum;
    }

    private protected override double At(double level)
    {
        var place = Array.BinarySearch(_up, level);
        if (place < 0) return Math.Min(~place, _up.Length - 1);
        while (place > 0 && _up[place - 1] >= level) place--;
        return place;
    }
}
