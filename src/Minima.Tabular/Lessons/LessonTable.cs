namespace Minima.Tabular;

/// <summary>The small tables of the lessons, the files of examples/data/lessons.</summary>
internal static class LessonTable
{
    /// <summary>A table by the name of its file.</summary>
    public static Table Open(string name, string target) =>
        Table.FromStream(typeof(LessonTable).Assembly.GetManifestResourceStream("lessons/" + name)!, name, target);

    /// <summary>Its columns of numbers in the order of the file, the target last.</summary>
    public static double[][] Columns(string name, string target)
    {
        var data = CsvReader.Read(TableSource.OfStream(typeof(LessonTable).Assembly.GetManifestResourceStream("lessons/" + name)!, name, leavesOpen: false), new CsvReadOptions { Target = target });
        return [.. data.Features.Columns, data.Target.Values];
    }
}
