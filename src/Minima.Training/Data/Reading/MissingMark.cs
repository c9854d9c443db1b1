namespace Minima.Training.Data;

/// <summary>A text or a number that stands in the cells of a table where a value is missing, beside those that are known everywhere: an empty cell, <c>NA</c>, <c>null</c>, <c>?</c> and their like.</summary>
/// <param name="Text">The cell. Upper and lower case are the same, and a number is every way of writing it: 999 is 999.0 too.</param>
/// <param name="Column">The only column where it stands for a missing value; null for every column.</param>
public sealed record MissingMark(string Text, string? Column = null)
{
    /// <summary>As <see cref="Parse"/> takes it.</summary>
    public override string ToString() => Column is null ? Text : $"{Column}={Text}";

    /// <summary>A mark from a text: <c>unknown</c> for every column, <c>balance=999</c> for one.</summary>
    /// <param name="text">The text; what stands before its last equals sign is the column.</param>
    /// <exception cref="DataException">The text has no mark, or no column before an equals sign.</exception>
    public static MissingMark Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.LastIndexOf('=');
        var (column, mark) = (at < 0 ? null : text[..at].Trim(), text[(at + 1)..].Trim());
        return mark.Length > 0 && column is null or { Length: > 0 }
            ? new(mark, column)
            : throw DataException.Create($"--missing {DataException.Quote(text)}", "a cell is missing, or the name of its column", "a cell such as unknown is expected, or a column and a cell such as balance=999", "Correct it.");
    }
}
