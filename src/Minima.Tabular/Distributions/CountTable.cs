namespace Minima.Tabular;

/// <summary>A distribution of counts by a formula of their probabilities, the whole taken as 1.</summary>
internal sealed class CountTable : PredictiveDistribution
{
    private const int Block = 64;

    private readonly double[] _up;
    private readonly double[] _log;

    private CountTable(double[] up, double[] log, double mean, double logTotal) => (_up, _log, Mean, LogTotal) = (up, log, mean, logTotal);

    /// <summary>Counts above this many are not listed one by one: a smooth density stands for their probabilities.</summary>
    public const int Most = 1 << 14;

    /// <summary>The distribution, or null where too many counts are likely to be listed one by one.</summary>
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

            // The tail falls, and what follows is as a geometric series at most what the last step says.
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

    /// <summary>The sum of the probabilities as the formula has them, in logarithm.</summary>
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
            // From k to k + 1 the function is the same; the target may lie between.
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
