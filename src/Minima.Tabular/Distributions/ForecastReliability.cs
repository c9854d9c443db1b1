namespace Minima.Tabular;

/// <summary>The reliability of predicted distributions: the places of the targets of all held-out rows in them.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Pit">The share of targets whose place (the probability of at most the target) lies in each tenth from 0 to 1; each is 0.1 where the distributions are true. A target that has a probability of its own is spread over it (C. Czado, T. Gneiting, L. Held, 2009).</param>
/// <param name="Levels">For levels from 0.05 to 0.95 the share of targets that lie at or below the quantile of the level.</param>
/// <param name="Groups">The share inside intervals, by the values of columns.</param>
public sealed record ForecastReliability(int Rows, IReadOnlyList<double> Pit, IReadOnlyList<LevelShare> Levels, IReadOnlyList<GroupCoverage> Groups)
{
    /// <summary>The share of the interval where none is asked for.</summary>
    internal const double Usual = 0.9;

    /// <summary>The share of the interval that was asked for; 0.9 where none was.</summary>
    public double Interval { get; init; } = Usual;
}

/// <summary>A level, and the share of targets at or below its quantile.</summary>
public sealed record LevelShare(double Level, double Below);

/// <summary>The share of targets inside the intervals of some rows.</summary>
/// <param name="Column">The column that the rows are grouped by.</param>
/// <param name="Group">Its value, or range of values.</param>
/// <param name="Rows">The number of rows, each counted once for each repeat.</param>
/// <param name="Inside50">Inside the 50 % interval.</param>
/// <param name="Inside90">Inside the 90 % interval.</param>
public sealed record GroupCoverage(string Column, string Group, int Rows, double Inside50, double Inside90)
{
    /// <summary>Inside the interval that was asked for (<see cref="ForecastReliability.Interval"/>).</summary>
    public double Inside { get; init; } = Inside90;
}
