using System.Globalization;

namespace Minima.Tabular;

/// <summary>A target of grades in a given order.</summary>
internal static class OrderedGrades
{
    /// <summary>The index of the grade of each row, from 0; -1 for other rows.</summary>
    /// <param name="column">The column of grades.</param>
    /// <param name="order">The grades, from the lowest to the highest.</param>
    /// <param name="rows">The rows to read.</param>
    /// <param name="who">The name of the column in messages.</param>
    /// <exception cref="UsageException">The order is not valid.</exception>
    /// <exception cref="DataException">A row has a grade that the order lacks, or no row has one of its grades.</exception>
    public static TargetColumn Of(TableColumn column, IReadOnlyList<string> order, IEnumerable<int> rows, string who)
    {
        var shown = string.Join(',', order);
        if (order.Count < 3 || order.Distinct(StringComparer.Ordinal).Count() < order.Count || order.Any(string.IsNullOrWhiteSpace))
            throw new UsageException($"--order {Wording.Quote(shown)}: three or more different grades are expected, from the lowest to the highest, as in --order E,D,C,B,A.");
        var places = order.Select((grade, place) => (grade, place)).ToDictionary(pair => Plain(column, pair.grade), pair => pair.place, StringComparer.Ordinal);
        var codes = new double[Math.Max(column.Codes.Length, column.Values.Length)];
        Array.Fill(codes, -1);
        foreach (var row in rows)
        {
            var text = column.Kind == TableColumnKind.Category ? column.Levels[column.Codes[row]] : column.Values[row].ToString(CultureInfo.InvariantCulture);
            if (!places.TryGetValue(text, out var place))
                throw DataException.Create(who, $"it has {DataException.Quote(text)}, which --order {DataException.Quote(shown)} lacks", "a grade of the order is expected in every row", "Name every grade in --order, from the lowest to the highest.");
            codes[row] = place;
        }

        RefuseUnused(order, codes, who);
        return TargetColumn.OfNumbers(column) with { Values = codes, Kind = TargetKind.MultiClass, Classes = [.. order] };
    }

    /// <summary>The same for a target that was read as classes.</summary>
    /// <inheritdoc cref="Of(TableColumn, IReadOnlyList{string}, IEnumerable{int}, string)"/>
    public static TargetColumn Of(TargetColumn classes, IReadOnlyList<string> order, string who)
    {
        var numbers = classes.Classes.Select(name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToArray();
        var column = Array.Exists(numbers, double.IsNaN)
            ? TableColumn.OfTexts(classes.Name, Array.ConvertAll(classes.Values, value => (int)value), [.. classes.Classes], 0)
            : TableColumn.OfNumbers(classes.Name, Array.ConvertAll(classes.Values, value => numbers[(int)value]));
        return Of(column, order, Enumerable.Range(0, classes.Values.Length), who) with { Mark = classes.Mark };
    }

    /// <exception cref="DataException">No row has one of the grades.</exception>
    public static void RefuseUnused(IReadOnlyList<string> order, double[] codes, string who)
    {
        var used = codes.ToHashSet();
        if (Enumerable.Range(0, order.Count).Where(place => !used.Contains(place)).Select(place => (int?)place).FirstOrDefault() is { } unused)
            throw DataException.Create(who, $"no row has {DataException.Quote(order[unused])}", "every grade of --order is expected in some row", "Leave it out of --order.");
    }

    /// <summary>A class in the form of a column of numbers: 10% is 10 there.</summary>
    public static string Plain(TableColumn column, string name) => column.Kind == TableColumnKind.Number && MarkedNumber.Split(name, out var number, out _) ? number : name;
}
