using System.Diagnostics;

namespace Minima.Tabular;

/// <summary>Fits a comparison into a time budget: fewer repeats, then fewer rows; folds that remain when the time is up are not trained.</summary>
internal static class BudgetPlan
{
    private const int PilotRows = 250;
    private const int FewestRows = 500;

    /// <summary>The fraction of the remaining time that is planned, because a pilot only estimates the cost.</summary>
    private const double Careful = 0.8;

    /// <summary>The fraction of the remaining time that the next pilot may take.</summary>
    private const double ForPilots = 0.2;

    private const int Growth = 4;

    /// <param name="options">The requested options.</param>
    /// <param name="data">The table.</param>
    /// <param name="budget">The time from the start of the command.</param>
    /// <param name="clock">The clock that was started then.</param>
    /// <param name="pilot">Trains one fold.</param>
    /// <param name="warnings">Receives the warnings.</param>
    /// <returns>The options with the rows and repeats that are used.</returns>
    public static ComparisonOptions Of(
        ComparisonOptions options, ComparisonData data, TimeSpan budget, Stopwatch clock, Action<ComparisonOptions> pilot, List<Localized> warnings)
    {
        var rows = Math.Min(data.Used.Count(row => row < data.TestFrom), options.Rows ?? int.MaxValue);
        var pilots = new List<(int Rows, double Seconds)>();

        // The first pilot includes one-time costs; larger ones, while they are cheap, estimate the cost of a row better.
        for (var few = Math.Min(rows, Math.Max(PilotRows, 4 * options.Folds)); ; few = Math.Min(rows, Growth * few))
        {
            var before = clock.Elapsed;
            pilot(options with { Rows = few, Repeats = 1, TimeBudget = null });
            pilots.Add((few, (clock.Elapsed - before).TotalSeconds));
            var next = pilots.Count == 1 ? pilots[^1].Seconds : Growth * pilots[^1].Seconds;
            if (few == rows || next > ForPilots * (budget - clock.Elapsed).TotalSeconds) break;
        }

        var (tried, seconds) = pilots[^1];
        var perRow = PerRow(pilots);
        var left = Careful * (budget - clock.Elapsed).TotalSeconds;
        var folds = !data.HasTestTable ? Math.Min(options.Folds, options.StopAfter ?? int.MaxValue) : 1;
        var repeats = FoldMaker.Repeats(data, options, rows);
        if ((seconds + (perRow * (rows - tried))) * folds * repeats <= left) return options;
        if (repeats > 1) warnings.Add(new($"To keep to the time, rows are dealt to folds once instead of {repeats} times.", $"为赶上时限，只划分一次而不是 {repeats} 次。"));
        var affordable = (int)Math.Clamp(tried + (((left / folds) - seconds) / perRow), Math.Min(FewestRows, rows), rows);
        if (affordable < rows) warnings.Add(new($"To keep to the time, {affordable} of {rows} rows are used, chosen by --seed.", $"为赶上时限，只用 {rows} 行中的 {affordable} 行，由 --seed 选定。"));
        return options with { Repeats = 1, Rows = affordable < rows ? affordable : options.Rows };
    }

    /// <summary>The cost of one more row in a fold: from the last two pilots if neither is the first; never much less than the average.</summary>
    private static double PerRow(List<(int Rows, double Seconds)> pilots)
    {
        var (rows, seconds) = pilots[^1];
        var average = Math.Max(seconds, 1e-6) / rows;
        if (pilots.Count < 3) return average;
        var (fewer, less) = pilots[^2];
        return Math.Clamp((seconds - less) / (rows - fewer), average / Growth, average);
    }
}
