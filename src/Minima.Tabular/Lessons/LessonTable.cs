using System.Text;

namespace Minima.Tabular;

/// <summary>The small tables of the lessons, the files of examples/data/lessons. They are UTF-8, the only encoding of the explorer, which reads them too.</summary>
internal static class LessonTable
{
    /// <summary>A table by the name of its file.</summary>
    public static Table Open(string name, string target)
    {
        var data = Read(name, target);
        return Table.FromColumns([.. data.Features.Names.Zip(data.Features.Columns, (feature, values) => new Column(feature, values)), new Column(target, data.Target.Values)], target);
    }

    /// <summary>The columns of numbers in the order of the file, the target last.</summary>
    public static double[][] Columns(string name, string target)
    {
        var data = Read(name, target);
        return [.. data.Features.Columns, data.Target.Values];
    }

    private static Dataset Read(string name, string target) => CsvReader.Read(
        TableSource.OfStream(typeof(LessonTable).Assembly.GetManifestResourceStream("lessons/" + name)!, name, leavesOpen: false) with { Encoding = Encoding.UTF8 },
        new CsvReadOptions { Target = target });
}
