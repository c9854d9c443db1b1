namespace Minima.Training.Data;

/// <summary>Notes on the reason why a column is not a feature.</summary>
internal static class DropNotes
{
    public static Localized Empty(string name) => Of(name, new("is empty in every row", "每行都为空"));

    public static Localized Constant(string name, Localized value) => Of(name, new($"is {value.English} in every row", $"每行都是 {value.Chinese}"));

    public static Localized SameDate(string name) => Of(name, new("is the same date in every row", "每行日期都相同"));

    public static Localized Identifiers(string name) => Of(name, new("holds a different text in every row, as identifiers do,", "每行文本都不同，视为标识符"));

    /// <param name="name">The column.</param>
    /// <param name="texts">The number of distinct texts; null for more than a category may have.</param>
    public static Localized FreeText(string name, int? texts) => Of(
        name,
        new($"holds free text ({(texts is { } count ? $"{count}" : $"more than {CellColumn.MostLevels}")} different texts)", $"为自由文本（{(texts is { } number ? $"{number}" : $"超过 {CellColumn.MostLevels}")} 种）"));

    public static Localized OtherType(string name) => Of(name, new("is neither a number, a text nor a date", "不是数值、文本或日期"));

    private static Localized Of(string name, Localized what)
    {
        var quoted = Localized.Quote(name);
        return new($"Column {quoted.English} {what.English} and was dropped.", $"列{quoted.Chinese}{what.Chinese}，已去掉。");
    }
}
