using System.Diagnostics;

namespace Minima.Cli.Compare;

/// <summary>Fits a comparison into a time: fewer repeats, then fewer rows; the folds that are left when the time is up are not trained.</summary>
internal static class BudgetPlan
{
    private const int PilotRows = 1_000;
    private const int FewestRows = 500;

    /// <summary>What remains is spent with this care, for a pilot knows only so much.</summary>
    private const double Careful = 0.7;

    /// <param name="request">What was asked for.</param>
    /// <param name="data">The table.</param>
    /// <param name="budget">The time from the start of the command on.</param>
    /// <param name="clock">Runs since then.</param>
    /// <param name="pilot">Trains one fold of a request, silently.</param>
    /// <param name="warnings">Takes what there is to say.</param>
    /// <returns>The request with the rows and repeats that are used.</returns>
    public static CompareRequest Of(
        CompareRequest request, ComparisonData data, TimeSpan budget, Stopwatch clock, Action<CompareRequest, ICompareProgress> pilot, List<string> warnings)
    {
        var rows = Math.Min(data.Used.Count(row => row < data.TestFrom), request.Rows ?? int.MaxValue);
        var few = Math.Min(rows, Math.Max(PilotRows, 4 * request.Folds));
        var before = clock.Elapsed;
        pilot(request with { Rows = few, Repeats = 1, Budget = null }, new SilentProgress());
        var perRow = (clock.Elapsed - before).TotalSeconds / few;
        var left = Careful * (budget - clock.Elapsed).TotalSeconds;
        var folds = request.Test is null ? Math.Min(request.Folds, request.StopAfter ?? int.MaxValue) : 1;
        var repeats = FoldMaker.Repeats(request, rows);
        if (perRow * rows * folds * repeats <= left) return request;
        if (repeats > 1) warnings.Add($"To keep to the time, rows are dealt to folds once instead of {repeats} times.");
        var affordable = (int)Math.Clamp(left / (perRow * folds), Math.Min(FewestRows, rows), rows);
        if (affordable < rows) warnings.Add($"To keep to the time, {affordable} of {rows} rows are used, chosen by --seed.");
        return request with { Repeats = 1, Rows = affordable < rows ? affordable : request.Rows };
    }
}
