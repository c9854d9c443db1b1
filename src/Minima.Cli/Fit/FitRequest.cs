using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Fit;

/// <summary>A fit as the command line asks for it.</summary>
internal sealed record FitRequest
{
    /// <summary>A file, or - for standard input; null when bundled data are named.</summary>
    public string? Path { get; init; }

    /// <summary>A bundled data set.</summary>
    public string? Data { get; init; }

    public string? Target { get; init; }

    /// <summary>A loss, with parameters after a colon if one likes, or a formula as text.</summary>
    public required string Loss { get; init; }

    /// <summary>Further parameters, each as name=value.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Further inputs of the loss, each as name=column.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    public required TableOptions Table { get; init; }

    public required FitOptions Options { get; init; }

    public bool Json { get; init; }

    /// <summary>Standard errors, or null for none.</summary>
    public ErrorOptions? Errors { get; init; }

    /// <summary>The number of influential rows to name, or null for none.</summary>
    public int? Influence { get; init; }

    /// <summary>Reads the words of <c>--influence</c>: top=N.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    public static int ReadInfluence(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && text[..equals].Trim() == "top" && int.TryParse(text[(equals + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var top) && top > 0) return top;
        throw new UsageException($"fit: --influence is {DataException.Quote(text)}; top=N is expected, how many rows to name, top=10 for example.");
    }

    /// <exception cref="UsageException">The options do not name one table.</exception>
    public Table ReadTable()
    {
        if (Path is not null && Data is not null)
            throw new UsageException($"fit: both a file ({DataException.Quote(Path)}) and --data {Data} are given; give one of them.");
        if (Data is { } bundled)
        {
            return Tabular.Table.BundledNames.Contains(bundled, StringComparer.Ordinal)
                ? Tabular.Table.Bundled(bundled, Target, Table)
                : throw new UsageException($"fit: there is no bundled data set {DataException.Quote(bundled)}; there are {DataException.List(Tabular.Table.BundledNames)}.");
        }

        if (Path is not { } path)
            throw new UsageException("fit: there is no table; give a CSV file, - for standard input, or --data NAME for bundled data.");
        if (path != "-") return Tabular.Table.FromFile(path, Target, Table);
        var piped = Tabular.Table.FromStream(Console.OpenStandardInput(), StandardStreams.InputName, Target, Table);

        // Errors are worked out on the rows of the fit, which are read again.
        return Errors is null && Influence is null ? piped : piped.Held();
    }

    /// <exception cref="UsageException">A word is no name=column, or a name comes twice.</exception>
    public Dictionary<string, string> ReadInputs()
    {
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in Inputs)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == word.Length - 1)
                throw new UsageException($"fit: --input is {DataException.Quote(word)}; NAME=COLUMN is expected, an input of the loss and the column that gives it.");
            var name = word[..equals].Trim();
            if (!inputs.TryAdd(name, word[(equals + 1)..].Trim())) throw new UsageException($"fit: --input {DataException.Quote(name)} is given twice; give it once.");
        }

        return inputs;
    }
}
