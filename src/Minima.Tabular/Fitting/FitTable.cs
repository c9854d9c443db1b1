namespace Minima.Tabular;

/// <summary>Reads the table of a fit: a file, standard input or bundled data.</summary>
internal static class FitTable
{
    /// <summary>What messages call standard input.</summary>
    public const string StandardInput = "standard input";

    public static Dataset Read(FitRequest request, LossSpec loss, CancellationToken cancellation)
    {
        if (request.Path is not null && request.Data is not null)
            throw new UsageException($"fit: both a file ({DataException.Quote(request.Path)}) and --data {request.Data} are given; give one of them.");
        if (request.Data is { } bundled)
        {
            if (!BundledData.Names.Contains(bundled, StringComparer.Ordinal))
                throw new UsageException($"fit: there is no bundled data set {DataException.Quote(bundled)}; there are {DataException.List(BundledData.Names)}.");
            return BundledData.Read(bundled, Options(request, loss, request.Target ?? BundledData.Target(bundled)), cancellation);
        }

        if (request.Path is not { } path)
            throw new UsageException("fit: there is no table; give a CSV file, - for standard input, or --data NAME for bundled data.");
        if (request.Target is not { } target)
        {
            var columns = path == "-" ? "" : $"; it has {DataException.List(CsvFile.ReadColumns(path))}";
            throw new UsageException($"fit: {(path == "-" ? StandardInput : Path.GetFileName(path))} needs --target COLUMN, the column to predict{columns}.");
        }

        if (path != "-") return CsvReader.Read(path, Options(request, loss, target), cancellation);
        using var stream = Console.OpenStandardInput();
        return CsvReader.Read(stream, StandardInput, Options(request, loss, target), cancellation);
    }

    private static CsvReadOptions Options(FitRequest request, LossSpec loss, string target)
    {
        var inputs = FitInputs.Parse(request.Inputs, loss.Entry).Select(input => (input.Column, Option(input.Name)));

        // A name in a text may as well be meant as a parameter.
        string Option(string name) => request.Inputs.Any(word => word.TrimStart().StartsWith(name, StringComparison.Ordinal))
            ? $"--input {name}="
            : $"the loss's text has the name {DataException.Quote(name)}, which is no parameter (--param {name}=VALUE would make it one) and is read as the column";
        return new CsvReadOptions
        {
            Target = target,
            Ignore = [.. request.Ignore],
            Kind = KindOf(loss),
            PositiveClass = request.PositiveClass,
            Others = request.Weight is { } weight ? [(weight, "--weight"), .. inputs] : [.. inputs],
            NeedsFeatures = false,
        };
    }

    /// <summary>
    /// A loss for numbers takes a target of two values as numbers, one over rows of classes takes any values as classes. A loss for two classes takes two values as classes, and more where
    /// they are probabilities to it.
    /// </summary>
    private static TargetKind KindOf(LossSpec request)
    {
        if (request.Entry.Row is not null)
        {
            return request.Entry.Task.HasFlag(LossTask.MultiClass)
                ? TargetKind.MultiClass
                : throw new UsageException($"fit: {request.Entry.Key} takes a row of numbers for each class as its target, and --target names one column of classes; take a loss of labels, for example {Catalogue.All.First(entry => entry.DefaultFor.HasFlag(LossTask.MultiClass)).Key}.");
        }

        var domain = Candidate.Create(request.Entry, request.Given, 1).DomainOf(1);
        if (domain.IsLabel) return TargetKind.Binary;
        return request.Entry.Task.HasFlag(LossTask.Binary) || (domain.Low == 0 && domain.High == 1) ? TargetKind.Automatic : TargetKind.Regression;
    }
}
