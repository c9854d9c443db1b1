using System.Globalization;

namespace Minima.Tabular;

/// <summary>The target of a data source, inferred from its values, as for a file.</summary>
internal static class SourceTarget
{
    /// <summary>The target, with values that represent all: for numbers the lowest and the highest, and one between them if there is one; for several classes all of them.</summary>
    /// <exception cref="DataException">It does not vary, a value is missing, or it has too many classes.</exception>
    public static TargetColumn Read(IFitSource source, SourceColumn column, CsvReadOptions options, List<string> notes, CancellationToken cancellation)
    {
        SourceEncodings.RequireNumbers(source, column, "target");
        var builder = new ColumnBuilder(source.Name, column.Name, isTarget: true);
        foreach (var cell in Values(source, column, options.Kind, cancellation)) builder.Add(cell, 0);
        if (column.HasManyLevels) builder.Add("(another)", 0);
        var target = TargetReader.Read(builder, source.Name, options, notes) with { Mark = column.Form.Mark };
        if (column.Kind != TableColumnKind.Category || target.Kind != TargetKind.Regression) return target;
        throw DataException.Create(
            $"{source.Name}, target {DataException.Quote(column.Name)}",
            $"it holds texts for the engine, such as {DataException.Quote(column.Levels[0].Text)}",
            "a column of numbers is expected",
            "Convert the column in --sql, for example CAST(replace(COLUMN, '%', '') AS DOUBLE) AS COLUMN.");
    }

    private static IEnumerable<string> Values(IFitSource source, SourceColumn column, TargetKind kind, CancellationToken cancellation) =>
        column.Kind == TableColumnKind.Category ? column.Levels.Select(level => level.Text)
        : kind == TargetKind.MultiClass ? Different(source, column, cancellation)
        : Numbers(source, column, cancellation);

    private static IEnumerable<string> Different(IFitSource source, SourceColumn column, CancellationToken cancellation)
    {
        var numbers = source.Numbers(column.Name, ColumnBuilder.MostClasses + 1, cancellation);
        return numbers.Count <= ColumnBuilder.MostClasses
            ? numbers.Select(number => Text(number.Value))
            : throw TargetClasses.TooMany($"{source.Name}, target {DataException.Quote(column.Name)}", $"more than {ColumnBuilder.MostClasses} different numbers");
    }

    private static IEnumerable<string> Numbers(IFitSource source, SourceColumn column, CancellationToken cancellation)
    {
        yield return Text(column.Low);
        yield return Text(column.High);
        if (column.Low < column.High && source.CountBetween(column.Name, column.Low, column.High, cancellation) > 0) yield return Text(Between(column.Low, column.High));
    }

    /// <summary>A number between the ends: a whole one if both ends are whole and one lies between.</summary>
    private static double Between(double low, double high)
    {
        var middle = low + ((high - low) / 2);
        return double.IsInteger(low) && double.IsInteger(high) && Math.Floor(middle) > low ? Math.Floor(middle) : middle;
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
