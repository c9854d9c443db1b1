namespace Minima.Training.Data;

/// <summary>
/// Learns a <see cref="FeatureScale"/> in three passes over the values, always in the same order and in pieces of any length: the maximum, the mean, the squared
/// differences from it.
/// </summary>
internal sealed class FeatureScaling
{
    /// <summary>The bound up to which every whole number is exact as double.</summary>
    private const double LargestWhole = 9007199254740992;

    private int _pass;
    private double _largest;
    private bool _isWhole = true;
    private int _exponent;
    private long _count;
    private double _sum;
    private double _mean;
    private double _squares;
    private double _correction;

    /// <summary>The scale, available after the last pass.</summary>
    public FeatureScale Scale { get; private set; }

    public void Add(ReadOnlySpan<double> values)
    {
        switch (_pass)
        {
            case 0:
                var (largest, isWhole) = (_largest, _isWhole);
                foreach (var value in values)
                {
                    largest = Math.Max(largest, Math.Abs(value));
                    isWhole &= value == Math.Truncate(value);
                }

                (_largest, _isWhole) = (largest, isWhole);
                break;
            case 1:
                var sum = _sum;
                foreach (var value in values) sum += FeatureScale.Scaled(value, _exponent);
                _sum = sum;
                _count += values.Length;
                break;
            default:
                var (squares, correction) = (_squares, _correction);
                foreach (var value in values)
                {
                    var difference = FeatureScale.Scaled(value, _exponent) - _mean;
                    squares += difference * difference;
                    correction += difference;
                }

                (_squares, _correction) = (squares, correction);
                break;
        }
    }

    /// <summary>Ends a pass; returns true if another one is needed.</summary>
    public bool NextPass()
    {
        switch (_pass++)
        {
            case 0:
                _exponent = _largest is > 1e100 or (> 0 and < 1e-100) ? Math.ILogB(_largest) : 0;
                return true;
            case 1:
                _mean = _sum / _count;
                return true;
            default:
                var deviation = Math.Sqrt(Math.Max(0, (_squares - (_correction * _correction / _count)) / _count));

                // Smaller differences are rounding errors of the values or of their mean. Whole numbers have none; their differences then improve the mean.
                var isSmall = deviation <= 10 * 2.220446049250313e-16 * Math.Abs(_mean);
                var isData = isSmall && deviation > 0 && _isWhole && _largest <= LargestWhole;
                if (isData) _mean += _correction / _count;
                Scale = new FeatureScale(_mean, isSmall && !isData ? 0 : 1 / deviation, _exponent);
                return false;
        }
    }
}
