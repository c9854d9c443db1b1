using Minima.Tabular;

namespace Minima.Bench;

/// <summary>Losses over the rows of a table as <c>minima boost</c> boosts them, over columns in memory.</summary>
internal static class TableLosses
{
    public static BoostedBatch Of(string key, PredictionTask task, BatchRows rows)
    {
        var request = LossSpec.Parse(key);
        var loss = request.Made ?? Candidate.Create(request.Entry, request.Given, 1);
        if (BatchBinder.Obstacle(request, loss, task, rows.Target, out var plan, out var learned) is { } obstacle) throw new InvalidOperationException(obstacle.English);
        return new(new Candidate(request.Entry, request.Given, false, learned, false) { Batch = plan, Facts = new(rows.Events, rows.Queries) }, loss, rows, default);
    }
}
