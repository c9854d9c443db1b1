using System.Runtime.CompilerServices;

namespace Minima.Tabular;

/// <summary>Samples of tables, each read once, so that <see cref="Advice.HasNumericTarget"/> and <see cref="Advice.For"/> do not read a pipe twice.</summary>
internal static class AdviceSamples
{
    private static readonly ConditionalWeakTable<Table, Sample> Known = [];

    /// <summary>The sample of a table.</summary>
    /// <exception cref="DataException">The table cannot be read, or has no such column.</exception>
    /// <exception cref="UsageException">The table has no target.</exception>
    public static AdviceData Read(Table table, AdviceOptions options, CancellationToken cancellation)
    {
        if (Known.TryGetValue(table, out var known) && (known.Rows, known.Seed) == (options.Rows, options.Seed)) return known.Data;
        var data = AdviceData.Read(table, options.Rows, options.Seed, cancellation);
        Known.AddOrUpdate(table, new(options.Rows, options.Seed, data));
        return data;
    }

    private sealed record Sample(int Rows, ulong Seed, AdviceData Data);
}
