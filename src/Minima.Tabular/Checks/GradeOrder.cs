namespace Minima.Tabular;

/// <summary>
/// Decides if whole numbers without a gap are grades or names of classes. The other columns decide, on the same sample and by the same check for
/// every command, so that advise, compare and train infer the same task.
/// </summary>
internal static class GradeOrder
{
    /// <summary>Fewer classes have so few orders that theirs is often the best by chance.</summary>
    public const int FewestClasses = 5;

    private const int Rows = 10_000;

    /// <summary>The task of a column of a table, or null if its values alone decide.</summary>
    /// <param name="table">The table.</param>
    /// <param name="target">Its column.</param>
    /// <param name="ignored">Columns that are no features.</param>
    /// <param name="cancellation">Checked between rows.</param>
    public static TaskChoice? Of(Table table, string target, IEnumerable<string> ignored, CancellationToken cancellation)
    {
        if (!table.CanReadAgain) return null;
        AdviceData data;
        AdviceTarget read;
        try
        {
            data = AdviceData.Read(table.With(target, table.Options.OfFile with { Ignore = [.. ignored.Select(name => name.Trim())] }), Rows, 1, cancellation);
            read = AdviceTarget.Of(data.Target, new(), data.Name);
        }
        catch (DataException)
        {
            // The command reads the file too, and reports the error in its own words.
            return null;
        }

        return Of(new AdviceContext(data, read, new()));
    }

    /// <summary>The task of a target, or null if its values alone decide.</summary>
    public static TaskChoice? Of(AdviceContext context)
    {
        var target = context.Target;
        if (!target.MayBeOrdered || target.Classes.Count < FewestClasses || ClassChecks.Order(context) is not { Status: not TableCheckStatus.Skipped } order) return null;
        var task = order.IsFound ? PredictionTask.Ordinal : PredictionTask.MultiClass;
        return task == target.Task ? null : new TaskChoice(
            task,
            false,
            order.IsFound
                ? new("the other columns predict the order of its whole numbers", "它的整数有顺序，且其他列反映出这一顺序")
                : new("its whole numbers look like grades, but the other columns predict no order among them", "它的整数像等级，但其他列没有反映出顺序"),
            ["regression", PredictionTasks.Word(order.IsFound ? PredictionTask.MultiClass : PredictionTask.Ordinal)]);
    }
}
