using System.Globalization;
using Minima.Tabular;

namespace Minima.Cli.Tests.Compare;

/// <summary>A whole run of the command inside the test process.</summary>
internal sealed record CompareRun(int Code, string Output, string Error)
{
    /// <summary>The output with wrapped lines in one piece.</summary>
    public string Text { get; } = Output.ReplaceLineEndings("\n").Replace("\n  ", " ", StringComparison.Ordinal);

    public static async Task<CompareRun> Of(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(["compare", .. arguments], output, error);
        return new CompareRun(code, output.ToString(), error.ToString());
    }

    /// <summary>The cells of a row of the table by the keys of the metrics, over all blocks, without the mark of the best.</summary>
    public IReadOnlyDictionary<string, string> Row(string name)
    {
        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] keys = [];
        foreach (var line in Output.ReplaceLineEndings("\n").Split('\n').TakeWhile(line => !line.StartsWith("Difference to", StringComparison.Ordinal)))
        {
            if (line.StartsWith("loss ", StringComparison.Ordinal)) keys = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
            if (!line.StartsWith(name + " ", StringComparison.Ordinal) || keys.Length == 0) continue;
            string[] values = [.. line[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word != "!")];
            if (values.Length != keys.Length) continue;
            for (var k = 0; k < keys.Length; k++) cells.TryAdd(keys[k], values[k].TrimEnd('*'));
        }

        return cells;
    }

    /// <summary>A metric of a row as it is shown.</summary>
    public double Value(string name, string key) => double.Parse(Row(name)[key], CultureInfo.InvariantCulture);

    /// <summary>The first line that starts with this word.</summary>
    public string Line(string start) => Output.ReplaceLineEndings("\n").Split('\n').First(line => line.StartsWith(start + " ", StringComparison.Ordinal));
}
