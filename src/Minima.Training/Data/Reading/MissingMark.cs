namespace Minima.Training.Data;

/// <summary>A text or a number in a table that represents a missing value, in addition to those that are always recognised: an empty cell, <c>NA</c>, <c>null</c>, <c>?</c> and others.</summary>
/// <param name="Text">The cell. Case is ignored, and a number matches in every form: 999 is also 999.0.</param>
/// <param name="Column">The only column where it represents a missing value; null for every column.</param>
public sealed record MissingMark(string Text, string? Column = null)
{
    /// <summary>The mark in the form that <see cref="Parse"/> accepts.</summary>
    public override string ToString() => Column is null ? Text : $"{Column}={Text}";

    /// <summary>Parses a mark: <c>unknown</c> for every column, <c>balance=999</c> for one.</summary>
    /// <param name="text">The text; the part before its last equals sign is the column.</param>
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
