namespace Minima.Tabular;

/// <summary>Decides if a loss is boosted over the rows of a batch: times until an event, the order of queries, grades.</summary>
internal static class BoostedPlan
{
    /// <summary>The loss with its plan; null if it is a loss of each row.</summary>
    /// <exception cref="DataException">The loss cannot be boosted for this target.</exception>
    public static Candidate? Of(LossSpec request, BoostedTable table)
    {
        var entry = request.Entry;
        if (table.Facts is null && (!IsOfGrades(request, table.Target) || table.Task != PredictionTask.Ordinal)) return NeedsColumn(entry) is { } needs ? throw Refused(entry, needs) : null;

        // The usual loss of a number can also rank the rows of a query.
        if (table.Task == PredictionTask.Ranking && entry.Row is null && !entry.TakesTensors && (entry.Task & LossTask.Regression) != LossTask.None) return null;
        if (table.Task == PredictionTask.Ordinal) request = request with { Given = TrainingCounts.Filled(request, [table.Target], table.Target, [.. Enumerable.Range(0, table.Target.Values.Length)]) };
        var reason = Reason(request, table, out var plan, out var learned);
        return reason is null ? new Candidate(entry, request.Given, false, learned, false) { Batch = plan, Facts = table.Facts } : throw Refused(entry, reason.Value);
    }

    private static Localized? Reason(LossSpec request, BoostedTable table, out BatchPlan? plan, out List<LearnedInput> learned)
    {
        (plan, learned) = (null, []);
        if (Candidates.MissingParameter(request) is { } missing) return missing;
        try
        {
            var loss = request.Made ?? Candidate.Create(request.Entry, request.Given, 1);
            if (table.Task != PredictionTask.Ordinal)
                return request.Entry.Family == (table.Task == PredictionTask.Survival ? LossFamily.Survival : LossFamily.Ranking) ? BatchBinder.Obstacle(request, loss, table.Task, table.Target.Values, out plan, out learned) : Candidates.NotFor(table.Task);
            var grades = table.Target.Classes.Count;
            return JointBinder.Obstacle(request, loss, new(table.Task, grades, 0, grades - 1), out plan) ?? Candidates.TreeObstacle(plan!);
        }
        catch (LossException refusal)
        {
            return Candidates.Refused(refusal.Message, request.Name);
        }
    }

    /// <summary>A loss for grades, other than a loss over class scores.</summary>
    private static bool IsOfGrades(LossSpec request, TargetColumn target) =>
        target.Kind == TargetKind.MultiClass && (request.Entry.TakesTensors || (request.Entry.Row is not null && request.Entry.Suits.HasFlag(LossPurpose.OrderedClasses) && Candidates.RowObstacle(request, target.Classes.Count) is not null));

    private static Localized? NeedsColumn(LossEntry entry) => !entry.TakesTensors ? null : entry.Family switch
    {
        LossFamily.Survival => new("it is for times until an event; add --event COLUMN, 1 if the event was observed and 0 otherwise", "它针对事件发生前的时间；请加上 --event 列名（观察到事件为 1，否则为 0）"),
        LossFamily.Ranking => new("it orders the rows of a query; add --query COLUMN, whose value the rows of a query share", "它对查询内的行排序；请加上 --query 列名（同一查询的行取值相同）"),
        _ when entry.Suits.HasFlag(LossPurpose.OrderedClasses) => new("it is for grades in order; add --order with the grades from the lowest to the highest, or --task ordinal for whole numbers", "它针对有序等级；请用 --order 从低到高列出等级，整数等级用 --task ordinal"),
        _ => null,
    };

    private static DataException Refused(LossEntry entry, Localized reason) => new($"boost: trees cannot be boosted with {entry.Key} here: {reason.English}.");
}
