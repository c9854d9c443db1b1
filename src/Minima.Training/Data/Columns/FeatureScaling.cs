namespace Minima.Training.Data;

/// <summary>
/// Learns a <see cref="FeatureScale"/> of values that pass by three times, always in the same order and in pieces of any length: the largest, the
/// mean, the squares of the differences from it.
/// </summary>
internal sealed class FeatureScaling
{
    private int _pass;
    private double _largest;
    private int _exponent;
    private long _count;
    private double _sum;
    private double _mean;
    private double _squares;
    private double _correction;

    /// <summary>What was learned, behind the last pass.</summary>
    public FeatureScale Scale { get; private set; }

    public void Add(ReadOnlySpan<double> values)
    {
        switch (_pass)
        {
            case 0:
                var largest = _largest;
                foreach (var value in values) largest = Math.Max(largest, Math.Abs(value));
                _largest = largest;
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

    /// <summary>Whether the values have to pass by again.</summary>
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

                // Below this the differences are rounding errors of the mean, not data.
                var constant = deviation <= 10 * 2.220446049250313e-16 * Math.Abs(_mean);
                Scale = new FeatureScale(_mean, constant ? 0 : 1 / deviation, _exponent);
                return false;
        }
    }
}
