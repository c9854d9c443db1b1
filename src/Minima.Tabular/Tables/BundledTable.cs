using System.Globalization;

namespace Minima.Tabular;

/// <summary>The kind of the target.</summary>
internal enum TaskKind
{
    Classes,
    TwoClasses,
    Amount,
}

/// <summary>A table of the folder <c>data</c>, as numbers.</summary>
internal sealed record BundledTable(string Name, TaskKind Kind, int Width, double[] Features, double[] Target)
{
    public int Rows => Target.Length;

    public int Classes => Kind == TaskKind.Classes ? (int)Target.Max() + 1 : 1;

    // Cached, because every training of a study reads it.
    private static readonly Lazy<BundledTable> AllDigits = new(() => Read("digits", "digit", TaskKind.Classes));

    public static BundledTable Digits() => AllDigits.Value;

    public static BundledTable BreastCancer() => Read("breast-cancer", "malignant", TaskKind.TwoClasses);

    public static BundledTable Diabetes() => Read("diabetes", "progression", TaskKind.Amount);

    public float[] FeaturesOf(IReadOnlyList<int> rows)
    {
        var values = new float[rows.Count * Width];
        for (var i = 0; i < rows.Count; i++)
        {
            for (var k = 0; k < Width; k++) values[(i * Width) + k] = (float)Features[(rows[i] * Width) + k];
        }

        return values;
    }

    public int[] LabelsOf(IReadOnlyList<int> rows) => [.. rows.Select(row => (int)Target[row])];

    public float[] AmountsOf(IReadOnlyList<int> rows) => [.. rows.Select(row => (float)Target[row])];

    /// <summary>The bytes of a bundled table, a CSV file.</summary>
    public static Stream Open(string name) => typeof(BundledTable).Assembly.GetManifestResourceStream($"data/{name}.csv")
        ?? throw new InvalidOperationException($"data/{name}.csv is not embedded in this build");

    private static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(Open(name));
        while (reader.ReadLine() is { } line) yield return line;
    }

    private static BundledTable Read(string name, string target, TaskKind kind)
    {
        var lines = Lines(name).ToArray();
        var columns = lines[0].Split(',');
        var place = Array.IndexOf(columns, target);
        var cells = lines.Skip(1).Select(line => Array.ConvertAll(line.Split(','), cell => double.Parse(cell, CultureInfo.InvariantCulture))).ToArray();
        return new BundledTable(
            name,
            kind,
            columns.Length - 1,
            [.. cells.SelectMany(row => row.Where((_, column) => column != place))],
            [.. cells.Select(row => row[place])]);
    }
}
