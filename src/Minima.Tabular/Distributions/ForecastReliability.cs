namespace Minima.Tabular;

/// <summary>The reliability of predicted distributions, from the positions of the targets of all held-out rows in them.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Pit">The proportion of targets whose position (the probability of at most the target) lies in each tenth from 0 to 1; each is 0.1 if the distributions are true. A target with a probability of its own is distributed over it (C. Czado, T. Gneiting, L. Held, 2009).</param>
/// <param name="Levels">For levels from 0.05 to 0.95 the proportion of targets at or below the quantile of the level.</param>
/// <param name="Groups">The coverage of intervals, by the values of columns.</param>
public sealed record ForecastReliability(int Rows, IReadOnlyList<double> Pit, IReadOnlyList<LevelShare> Levels, IReadOnlyList<GroupCoverage> Groups)
{
    /// <summary>The default probability of the interval.</summary>
    internal const double Usual = 0.9;

    /// <summary>The probability of the requested interval; 0.9 by default.</summary>
    public double Interval { get; init; } = Usual;
}

/// <summary>A level, and the proportion of targets at or below its quantile.</summary>
public sealed record LevelShare(double Level, double Below);

/// <summary>The proportion of targets inside the intervals of some rows.</summary>
/// <param name="Column">The column that the rows are grouped by.</param>
/// <param name="Group">Its value, or range of values.</param>
/// <param name="Rows">The number of rows, each counted once for each repeat.</param>
/// <param name="Inside50">Inside the 50 % interval.</param>
/// <param name="Inside90">Inside the 90 % interval.</param>
public sealed record GroupCoverage(string Column, string Group, int Rows, double Inside50, double Inside90)
{
    /// <summary>Inside the requested interval (<see cref="ForecastReliability.Interval"/>).</summary>
    public double Inside { get; init; } = Inside90;
}
