using System.Runtime.CompilerServices;

namespace Minima.Tabular;

/// <summary>Tables as comparisons read them, each read once.</summary>
public static class ComparedTables
{
    private static readonly ConditionalWeakTable<Table, Tuple<string, PredictionTask?, RowDraw, ComparisonData>> Known = [];

    extension(Table table)
    {
        /// <summary>Each decision of a comparison about a column and the target: a sentence each. The first call reads the table.</summary>
        /// <exception cref="DataException">The table cannot be used.</exception>
        public IReadOnlyList<Localized> Notes => Read(table, new(), CancellationToken.None).Notes;
    }

    /// <summary>The data of a table. Other names in formulas (their columns are no features) or another task make it read the table again. The options select the rows of a large table.</summary>
    internal static ComparisonData Read(Table table, ComparisonOptions options, CancellationToken cancellation)
    {
        var draw = new RowDraw(options.Rows, options.Seed);
        var inputs = $"{string.Join('\n', options.NamesOfLosses.Order(StringComparer.Ordinal))}\n\n{string.Join('\n', options.NamesOfCost.Order(StringComparer.Ordinal))}";
        if (!Known.TryGetValue(table, out var known) || known.Item1 != inputs || known.Item2 != options.Task || known.Item3 != draw)
        {
            known = new(inputs, options.Task, draw, ComparisonReader.Read(table, options, cancellation));
            Known.AddOrUpdate(table, known);
        }

        return options.Models.All(model => model == ComparedModel.Trees) ? known.Item4.ForTrees() : known.Item4;
    }
}
