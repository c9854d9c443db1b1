namespace Minima.Tabular;

/// <summary>Reads the table of a fit.</summary>
internal static class FitTable
{
    public static Dataset Read(Table table, LossSpec loss, FitOptions options, CancellationToken cancellation)
    {
        if (table.Target is not { } target) throw NoTarget(table);
        var source = table.Open();
        var data = CsvReader.Read(table.IsBundled ? source with { Name = table.Name + ".csv" } : source, Options(table, target, loss, options), cancellation);
        if (table.Options.Order is { Count: > 0 } order)
            return data.With(OrderedGrades.Of(data.Target, [.. order.Select(grade => grade.Trim())], $"{data.Name}, target {DataException.Quote(data.Target.Name)}"));
        return data.EventCells is { } events ? data.With(FactColumn.EventsOf(events, data.Target, data.Name, data.Lines)) : data;
    }

    /// <summary>The table names no column to predict.</summary>
    public static UsageException NoTarget(Table table) =>
        new($"fit: {table.Name} needs --target COLUMN, the column to predict{(table.IsReadOnce ? "" : $"; it has {DataException.List(table.Columns)}")}.");

    private static CsvReadOptions Options(Table table, string target, LossSpec loss, FitOptions options)
    {
        var inputs = FitInputs.Parse(options.Inputs, loss.Entry).Select(input => (input.Column, FitInputs.Option(options.Inputs, input.Name)));
        return new CsvReadOptions
        {
            Target = target,
            Ignore = table.Options.Ignore,
            Kind = table.Options.Order.Count > 0 ? TargetKind.MultiClass : KindOf(loss),
            PositiveClass = table.Options.PositiveClass,
            Event = table.Options.Event,
            Others =
            [
                .. options.Weight is { } weight ? new[] { (weight, "--weight") } : [],
                .. table.Options.Event is { } happened ? new[] { (happened, "--event") } : [],
                .. inputs,
            ],
            NeedsFeatures = false,
            Scratch = table.Options.Scratch,
        };
    }

    /// <summary>
    /// The kind of target for a loss. A loss for numbers treats a target of two values as numbers, one over rows of classes treats any values as classes. A loss for two classes treats two values as
    /// classes, and more values as probabilities if it accepts these.
    /// </summary>
    public static TargetKind KindOf(LossSpec request)
    {
        if (request.Entry.Row is not null)
        {
            return request.Entry.Task.HasFlag(LossTask.MultiClass)
                ? TargetKind.MultiClass
                : throw new UsageException($"fit: {request.Called} takes a row of numbers for each class as its target, and --target names one column of classes; take a loss of labels, for example {Catalogue.All.First(entry => entry.DefaultFor.HasFlag(LossTask.MultiClass)).Key}.");
        }

        var domain = Candidate.Create(request.Entry, request.Given, 1).DomainOf(1);
        if (domain.IsLabel) return TargetKind.Binary;
        return request.Entry.Task.HasFlag(LossTask.Binary) || (domain.Low == 0 && domain.High == 1) ? TargetKind.Automatic : TargetKind.Regression;
    }
}
