using System.Globalization;

namespace Minima.Tabular;

/// <summary>The target of a data source, decided as that of a file is: by its values.</summary>
internal static class SourceTarget
{
    /// <summary>The target, with values that stand for all: the lowest and the highest, and one between them where there is one.</summary>
    /// <exception cref="DataException">It does not vary, a value is missing, or it has too many classes.</exception>
    public static TargetColumn Read(IFitSource source, SourceColumn column, CsvReadOptions options, List<string> notes, CancellationToken cancellation)
    {
        SourceEncodings.RequireNumbers(source, column, "target");
        var builder = new ColumnBuilder(source.Name, column.Name, isTarget: true);
        foreach (var cell in column.Kind == TableColumnKind.Category ? column.Levels.Select(level => level.Text) : Numbers(source, column, cancellation)) builder.Add(cell, 0);
        if (column.HasManyLevels) builder.Add("(another)", 0);
        return TargetReader.Read(builder, source.Name, options, notes);
    }

    private static IEnumerable<string> Numbers(IFitSource source, SourceColumn column, CancellationToken cancellation)
    {
        yield return Text(column.Low);
        yield return Text(column.High);
        if (column.Low < column.High && source.CountBetween(column.Name, column.Low, column.High, cancellation) > 0) yield return Text(Between(column.Low, column.High));
    }

    /// <summary>A whole number where both ends are whole and one lies between.</summary>
    private static double Between(double low, double high)
    {
        var middle = low + ((high - low) / 2);
        return double.IsInteger(low) && double.IsInteger(high) && Math.Floor(middle) > low ? Math.Floor(middle) : middle;
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
