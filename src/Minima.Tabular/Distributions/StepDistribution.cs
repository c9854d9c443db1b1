namespace Minima.Tabular;

/// <summary>Equally likely values, all moved by the same shift.</summary>
internal sealed class StepDistribution : PredictiveDistribution
{
    private readonly Steps _steps;
    private readonly double _shift;

    public StepDistribution(Steps steps, double shift = 0) => (_steps, _shift) = (steps, shift);

    /// <inheritdoc/>
    public override double Mean => _steps.Mean + _shift;

    /// <inheritdoc/>
    public override double Cdf(double value) => (double)_steps.AtOrBelow(value - _shift) / _steps.Values.Length;

    internal override double Below(double value) => (double)_steps.AtOrBelow(Math.BitDecrement(value - _shift)) / _steps.Values.Length;

    /// <inheritdoc/>
    public override double? LogDensity(double value) => null;

    /// <inheritdoc/>
    public override double Crps(double target) => _steps.MeanDistance(target - _shift) - _steps.HalfSpread;

    private protected override double At(double level) => _steps.Values[Math.Min(_steps.Values.Length - 1, Math.Max(0, (int)Math.Ceiling(level * _steps.Values.Length) - 1))] + _shift;

    /// <summary>Values in order, with the sums for their scores.</summary>
    internal sealed class Steps
    {
        private readonly double[] _sums;

        public Steps(double[] values)
        {
            Values = [.. values.Order()];
            _sums = new double[values.Length + 1];
            var spread = 0.0;
            for (var i = 0; i < Values.Length; i++)
            {
                _sums[i + 1] = _sums[i] + Values[i];
                spread += ((2.0 * i) + 1 - Values.Length) * Values[i];
            }

            HalfSpread = spread / Values.Length / Values.Length;
            Mean = _sums[^1] / Values.Length;
        }

        public double[] Values { get; }

        public double Mean { get; }

        /// <summary>Half the mean absolute difference of two values.</summary>
        public double HalfSpread { get; }

        public int AtOrBelow(double value)
        {
            var (low, high) = (0, Values.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (Values[middle] <= value) low = middle + 1;
                else high = middle;
            }

            return low;
        }

        public double MeanDistance(double value)
        {
            var below = AtOrBelow(value);
            return ((value * ((2 * below) - Values.Length)) + _sums[^1] - (2 * _sums[below])) / Values.Length;
        }
    }
}
