namespace Minima.Analysis;

/// <summary>A closed interval of real numbers that certainly contains a value: its ends are rounded outwards (Moore 1966). An infinite end is no bound.</summary>
internal readonly record struct Interval
{
    public Interval(double low, double high)
    {
        Low = double.IsNaN(low) ? double.NegativeInfinity : low;
        High = double.IsNaN(high) ? double.PositiveInfinity : high;
    }

    public double Low { get; }

    public double High { get; }

    public static Interval All => new(double.NegativeInfinity, double.PositiveInfinity);

    public static Interval NotNegative => new(0, double.PositiveInfinity);

    public bool IsPoint => Low == High;

    /// <summary>The largest absolute value in the interval.</summary>
    public double Size => Math.Max(Math.Abs(Low), Math.Abs(High));

    public static Interval operator -(Interval x) => new(-x.High, -x.Low);

    public static Interval operator -(Interval x, Interval y) => x + -y;

    public static Interval operator +(Interval x, Interval y) => new(Lower(x.Low, y.Low), -Lower(-x.High, -y.High));

    public static Interval operator *(Interval x, Interval y)
    {
        var (a, b, c, d) = (Product(x.Low, y.Low), Product(x.Low, y.High), Product(x.High, y.Low), Product(x.High, y.High));
        var (low, high) = (Math.Min(Math.Min(a, b), Math.Min(c, d)), Math.Max(Math.Max(a, b), Math.Max(c, d)));
        var exact = (x.IsPoint && Math.Abs(x.Low) is 0 or 1) || (y.IsPoint && Math.Abs(y.Low) is 0 or 1);
        return exact ? new(low, high) : Widened(low, high);
    }

    public static Interval operator /(Interval x, Interval y) => x * y.Inverse();

    public static Interval Point(double value) => double.IsNaN(value) ? All : new(value, value);

    /// <summary>1 / x; unbounded if x may be 0 inside.</summary>
    public Interval Inverse()
    {
        if (Low < 0 && High > 0)
        {
            return All;
        }

        var (low, high) = (High == 0 ? double.NegativeInfinity : 1 / High, Low == 0 ? double.PositiveInfinity : 1 / Low);
        return Math.Abs(Low) == 1 && IsPoint ? this : Widened(low, high);
    }

    public Interval Square()
    {
        var (a, b) = (Low * Low, High * High);
        return Widened(Low <= 0 && High >= 0 ? 0 : Math.Min(a, b), Math.Max(a, b));
    }

    public Interval Absolute() => Low >= 0 ? this : High <= 0 ? -this : new(0, Size);

    public Interval Or(Interval other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High));

    /// <summary>The interval clamped to known bounds; if the two do not overlap, rounding left a crack between them.</summary>
    public Interval And(double low, double high) => new(Math.Clamp(Low, low, high), Math.Clamp(High, low, high));

    /// <summary>The image under a function that never falls, accurate to some 1e-14 of its value. If it vanishes only by underflow, a 0 is no exact 0.</summary>
    public Interval Rising(Func<double, double> function, bool mayVanish = false)
    {
        var (low, high) = (function(Low), function(High));
        var rough = Rough(low, high);
        return mayVanish ? rough : new(low == 0 ? 0 : rough.Low, high == 0 ? 0 : rough.High);
    }

    /// <summary>Numbers accurate to some 1e-14 of their size.</summary>
    public static Interval Rough(double low, double high) => new(low - Math.Abs(low) * 2e-14 - double.Epsilon, high + Math.Abs(high) * 2e-14 + double.Epsilon);

    /// <summary>One step outwards; 0 is exact, because it stems from a factor 0, from signs, or from the smallest numbers, which keep their sign.</summary>
    private static Interval Widened(double low, double high) => new(
        low == 0 ? 0 : double.IsPositiveInfinity(low) ? double.MaxValue : Math.BitDecrement(low),
        high == 0 ? 0 : double.IsNegativeInfinity(high) ? -double.MaxValue : Math.BitIncrement(high));

    /// <summary>The sum rounded downwards, by means of its rounding error, which a double represents exactly.</summary>
    private static double Lower(double x, double y)
    {
        var sum = x + y;
        if (double.IsPositiveInfinity(sum))
        {
            return double.IsPositiveInfinity(x) || double.IsPositiveInfinity(y) ? sum : double.MaxValue;
        }

        if (!double.IsFinite(sum))
        {
            return double.NegativeInfinity;
        }

        var part = sum - x;
        return (x - (sum - part)) + (y - part) is var error && error < 0 ? Math.BitDecrement(sum) : sum;
    }

    private static double Product(double a, double b) => a == 0 || b == 0 ? 0 : a * b;
}
