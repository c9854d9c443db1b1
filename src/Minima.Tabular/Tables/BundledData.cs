namespace Minima.Tabular;

/// <summary>The data sets that come with the program; their origin and terms are in data/README.md.</summary>
internal static class BundledData
{
    private static readonly Dictionary<string, string> TargetOf = new(StringComparer.Ordinal)
    {
        ["breast-cancer"] = "malignant",
        ["diabetes"] = "progression",
        ["digits"] = "digit",
    };

    /// <summary>The small tables of the lessons: they open like the others, so that the commands of a lesson run anywhere, but no list offers them for judging losses.</summary>
    private static readonly Dictionary<string, string> TargetOfLesson = new(StringComparer.Ordinal)
    {
        ["margins"] = "label",
        ["one-in-ten"] = "positive",
        ["pull"] = "y",
        ["pull-outlier"] = "y",
    };

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. TargetOf.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The names of the tables of the lessons.</summary>
    public static IReadOnlyList<string> LessonNames { get; } = [.. TargetOfLesson.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The usual target of a bundled data set.</summary>
    public static string Target(string name) => TargetOf.TryGetValue(Known(name), out var target) ? target : TargetOfLesson[name];

    /// <summary>Reads a bundled data set with its usual target.</summary>
    public static Dataset Read(string name) => Read(name, new CsvReadOptions { Target = Target(name), SeveralClasses = true });

    /// <summary>Reads a bundled data set as if it were the user's file.</summary>
    public static Dataset Read(string name, CsvReadOptions options, CancellationToken cancellation = default)
    {
        return CsvReader.Read(TableSource.OfStream(Open(name), Known(name) + ".csv", leavesOpen: false), options, cancellation);
    }

    /// <summary>The bytes of a bundled data set, a CSV file.</summary>
    public static Stream Open(string name) => TargetOfLesson.ContainsKey(name)
        ? typeof(BundledData).Assembly.GetManifestResourceStream($"lessons/{name}.csv") ?? throw new InvalidOperationException($"lessons/{name}.csv is not embedded in this build")
        : BundledTable.Open(Known(name));

    private static string Known(string name)
    {
        if (TargetOf.ContainsKey(name) || TargetOfLesson.ContainsKey(name)) return name;
        var nearest = Suggestions.Nearest(name, Names);
        throw DataException.Create(
            $"data set {DataException.Quote(name)}",
            "there is no bundled data set of this name",
            $"one of these is expected: {DataException.List(Names)}",
            nearest is null ? "Choose one, or give the path of a CSV file." : $"Did you mean {DataException.Quote(nearest)}?");
    }
}
