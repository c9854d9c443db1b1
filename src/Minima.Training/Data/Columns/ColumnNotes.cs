using System.Globalization;

namespace Minima.Training.Data;

/// <summary>Notes on the encoding of a column.</summary>
internal static class ColumnNotes
{
    /// <param name="name">The column's name.</param>
    /// <param name="kind">The kind of the column.</param>
    /// <param name="levels">Its texts.</param>
    /// <param name="missing">The number of missing cells.</param>
    /// <param name="note">The note from reading it.</param>
    /// <param name="rows">The number of cells.</param>
    public static IEnumerable<Localized> Of(string name, TableColumnKind kind, string[] levels, int missing, Localized note, int rows)
    {
        var (quoted, chinese) = Localized.Quote(name);
        if (!note.IsEmpty) yield return note;
        if (kind == TableColumnKind.Category && missing == 0 && levels.Length == 2)
        {
            var (zero, one) = (Localized.Quote(levels[0]), Localized.Quote(levels[1]));
            yield return new(
                $"Column {quoted} holds two texts: {zero.English} became 0 and {one.English} 1.",
                $"列{chinese}有两种文本：{zero.Chinese}记为 0，{one.Chinese}记为 1。");
        }
        else if (kind == TableColumnKind.Category)
        {
            var many = levels.Length > 2;
            yield return new(
                $"Column {quoted} holds {(levels.Length == 1 ? "one text; it" : $"{levels.Length} texts; each")} became a column of 0 and 1{(many ? $", those in fewer than {ColumnTreatment.RareRows} training rows together" : "")}.",
                $"列{chinese}有 {levels.Length} 种文本，各化为一个 0/1 列{(many ? $"，训练行不足 {ColumnTreatment.RareRows} 的合为一列" : "")}。");
        }

        if (kind == TableColumnKind.Category && MarkedNumber.SharedUnit(levels) is { } unit) yield return OfUnit(name, unit, levels[0]);
        if (missing == 0) yield break;
        var share = ((double)missing / rows).ToString("P1", CultureInfo.InvariantCulture);
        yield return kind == TableColumnKind.Category
            ? new($"Column {quoted} has {missing} missing values ({share}); they became a text of their own.", $"列{chinese}有 {missing} 个缺失值（{share}），缺失自成一类文本。")
            : new(
                $"Column {quoted} has {missing} missing values ({share}); the median of the training rows replaces them, and a column marks where.",
                $"列{chinese}有 {missing} 个缺失值（{share}），以训练行的中位数代替，另加一列标明位置。");
    }

    /// <summary>A note that the texts of a column are numbers followed by a unit.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="example">One of the texts.</param>
    public static Localized OfUnit(string name, string unit, string example)
    {
        var ((quoted, chinese), (text, textChinese), (mark, markChinese)) = (Localized.Quote(name), Localized.Quote(example), Localized.Quote(unit));
        return new(
            $"Column {quoted} holds texts such as {text}: write the numbers without {mark}, and it is read as numbers.",
            $"列{chinese}的文本形如{textChinese}；去掉{markChinese}、只写数，该列就会按数值读取。");
    }

    /// <summary>A note on a single text among numbers, which may represent a missing value.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="text">The text.</param>
    /// <param name="mark">The option to read it as missing.</param>
    public static Localized OfLoneText(string name, string text, string mark)
    {
        var ((quoted, chinese), (lone, loneChinese)) = (Localized.Quote(name), Localized.Quote(text));
        return new(
            $"Column {quoted} holds numbers and the text {lone}. If the text stands for a missing value, read it as one with {mark}.",
            $"列{chinese}除数以外只有文本{loneChinese}。若该文本表示缺失，请用 {mark} 把它读作缺失值。");
    }
}
