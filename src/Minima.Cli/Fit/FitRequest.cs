using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Fit;

/// <summary>The command line of <c>minima fit</c>.</summary>
internal sealed record FitRequest
{
    /// <summary>A file, or - for standard input; null when bundled data are named.</summary>
    public string? Path { get; init; }

    /// <summary>A bundled data set.</summary>
    public string? Data { get; init; }

    public string? Target { get; init; }

    /// <summary>A loss, optionally with parameters after a colon, or a formula as text.</summary>
    public required string Loss { get; init; }

    /// <summary>Further parameters, each as name=value.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Further inputs of the loss, each as name=column.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    public required TableOptions Table { get; init; }

    public required FitOptions Options { get; init; }

    /// <summary>A table in a database or in files that another engine reads; null for a table that is read.</summary>
    public SourceRequest? Source { get; init; }

    public bool Json { get; init; }

    /// <summary>The file of the saved model; null for none.</summary>
    public string? Save { get; init; }

    /// <summary>Standard errors, or null for none.</summary>
    public ErrorOptions? Errors { get; init; }

    /// <summary>The number of influential rows to list, or null for none.</summary>
    public int? Influence { get; init; }

    /// <summary>Reads the words of <c>--influence</c>: top=N.</summary>
    /// <exception cref="UsageException">The text has another form.</exception>
    public static int ReadInfluence(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && text[..equals].Trim() == "top" && int.TryParse(text[(equals + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var top) && top > 0) return top;
        throw new UsageException($"fit: --influence is {DataException.Quote(text)}; it must be top=N, the number of rows to name, for example top=10.");
    }

    /// <exception cref="UsageException">The options do not name one table.</exception>
    public Table ReadTable()
    {
        var table = NamedTable.Read("fit", Path, Data, Target, Table);

        // Errors are computed from the rows of the fit, which are read again.
        return Path != "-" || (Errors is null && Influence is null) ? table : table.Held();
    }

    /// <exception cref="UsageException">A word is not of the form name=column, or a name occurs twice.</exception>
    public Dictionary<string, string> ReadInputs() => NamedTable.ReadInputs("fit", Inputs);
}
