using Minima.Tabular;

namespace Minima.Cli.Terminal;

/// <summary>The table of a command: a file, standard input or bundled data; and columns that are inputs of its loss.</summary>
internal static class NamedTable
{
    /// <param name="command">The command, for messages.</param>
    /// <param name="path">A file, or - for standard input; null if bundled data are named.</param>
    /// <param name="data">A bundled data set, or null.</param>
    /// <param name="target">The column to predict, or null.</param>
    /// <param name="options">Facts about its columns.</param>
    /// <exception cref="UsageException">The options do not name one table.</exception>
    public static Table Read(string command, string? path, string? data, string? target, TableOptions options)
    {
        if (path is not null && data is not null)
            throw new UsageException($"{command}: both a file ({DataException.Quote(path)}) and --data {data} are given; give one of them.");
        if (data is not null)
        {
            if (Table.BundledNames.Concat(Table.LessonNames).Contains(data, StringComparer.Ordinal)) return Table.Bundled(data, target, options);
            var nearest = Suggestions.Nearest(data, Table.BundledNames) is { } near ? $" Did you mean {DataException.Quote(near)}?" : "";
            throw new UsageException($"{command}: there is no bundled data set {DataException.Quote(data)}; there are {DataException.List(Table.BundledNames)}.{nearest}");
        }

        if (path is null)
            throw new UsageException($"{command}: there is no table; give a CSV file, - for standard input, or --data NAME for bundled data.");
        return path == "-" ? Table.FromStream(Console.OpenStandardInput(), StandardStreams.InputName, target, options) : Table.FromFile(path, target, options);
    }

    /// <exception cref="UsageException">A word is not of the form name=column, or a name occurs twice.</exception>
    public static Dictionary<string, string> ReadInputs(string command, IEnumerable<string> words)
    {
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == word.Length - 1)
                throw new UsageException($"{command}: --input is {DataException.Quote(word)}; it must be NAME=COLUMN, an input of the loss and the column that gives it.");
            var name = word[..equals].Trim();
            if (!inputs.TryAdd(name, word[(equals + 1)..].Trim())) throw new UsageException($"{command}: --input {DataException.Quote(name)} is given twice; give it once.");
        }

        return inputs;
    }
}
