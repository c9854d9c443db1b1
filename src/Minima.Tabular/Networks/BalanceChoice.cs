using Minima.Training;
using Minima.Training.MultiTask;

namespace Minima.Tabular;

/// <summary>The method by which several targets share each step (<c>--balance</c>).</summary>
internal static class BalanceChoice
{
    /// <summary>The method, or null for the sum of the losses.</summary>
    public static TaskBalance? Of(NetworkOptions options) => options.Balance is { } name ? TaskBalances.Create(name, options.Seed) : null;

    /// <summary>Rejects, before any data are read, options that cannot be balanced.</summary>
    /// <exception cref="UsageException">Options contradict each other, or no method has the name.</exception>
    public static void Check(Table table, NetworkOptions options)
    {
        if (options.Balance is not { } name) return;
        if (!TaskBalances.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
            throw new UsageException($"train: --balance is {DataException.Quote(name)}{Wording.DidYouMean(name, TaskBalances.Names)}; it must be {Wording.Or(TaskBalances.Names)}.");
        if (table.TargetsIn(table.Columns).Length < 2) throw new UsageException("train: --balance shares the training among several targets, and --target gives one. Name more, as in --target y,z, or leave --balance out.");
        var batches = Of(options)!.Batches;
        if (options.AccumulatedBatches != 1 && options.AccumulatedBatches != batches)
            throw new UsageException($"train: {name} makes a step of {(batches == 1 ? "one batch" : $"{batches} batches")}, and --accumulate is {options.AccumulatedBatches}. Leave --accumulate out; --batch takes more rows.");
    }

    /// <summary>Rejects data whose targets share one loss.</summary>
    /// <exception cref="UsageException">The targets share one loss.</exception>
    public static void Check(NetworkOptions options, LossPlan loss)
    {
        if (options.Balance is not null && loss.Targets.Count < 2)
            throw new UsageException("train: --balance shares the training among several losses, and these targets of 0 and 1 have one loss together. Leave --balance out.");
    }
}
