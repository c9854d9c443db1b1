namespace Minima.Lab.Drift;

/// <summary>A learning rate of a stream.</summary>
/// <param name="First">Of the first step.</param>
/// <param name="Hold">The number of steps after which it has fallen by the root of 2; infinite for a constant rate.</param>
internal readonly record struct DriftRate(double First, double Hold)
{
    // What every learner tries: rates that fall while nothing changes, and rates that never do.
    private const double Falling = 1000;

    public static IReadOnlyList<DriftRate> Tried { get; } =
    [
        new(0.02, Falling), new(0.05, Falling), new(0.2, Falling), new(0.02, double.PositiveInfinity), new(0.05, double.PositiveInfinity), new(0.1, double.PositiveInfinity),
    ];

    public bool IsConstant => double.IsInfinity(Hold);

    public Words Name
    {
        get
        {
            var rate = Figure.Digits(First).English;
            return IsConstant ? new($"constant {rate}", $"恒定 {rate}") : new($"falling from {rate}", $"从 {rate} 下降");
        }
    }
}
