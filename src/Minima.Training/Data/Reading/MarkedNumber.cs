using System.Globalization;

namespace Minima.Training.Data;

/// <summary>Numbers with a percent sign or a currency: 12.3%, $1,234.00, -€5, 1.234,50 EUR, ($12).</summary>
internal static class MarkedNumber
{
    /// <summary>The mark of percents.</summary>
    public const string Percent = "%";

    /// <summary>The maximum length of a unit after a number.</summary>
    private const int LongestUnit = 12;

    /// <summary>The maximum length of a number.</summary>
    private const int Longest = 64;

    /// <summary>Currencies in letters; those with a sign of their own are recognised by their Unicode category.</summary>
    private static readonly string[] Words =
    [
        "US$", "CA$", "HK$", "A$", "C$", "R$", "S$", "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "INR", "JPY", "KRW", "MXN", "NOK", "NZD", "PLN",
        "RMB", "RUB", "SEK", "SGD", "THB", "TRY", "TWD", "USD", "ZAR", "Fr.", "Ft", "Kč", "kr.", "kr", "zł", "元", "円",
    ];

    /// <summary>True if numbers with one mark and with another, null for none, may be in one column: a currency may be left out, but 12 % is not 12.</summary>
    public static bool AreOneUnit(string? mark, string? other) => mark == other || ((mark is null || other is null) && mark != Percent && other != Percent);

    /// <summary>Refuses numbers in another unit than that of a model's training data.</summary>
    /// <param name="where">The file and the column.</param>
    /// <param name="learned">The mark in the training data, null for none.</param>
    /// <param name="found">The mark of these numbers.</param>
    /// <exception cref="DataException">The numbers are in another unit.</exception>
    public static void CheckUnit(string where, string? learned, string? found)
    {
        if (!AreOneUnit(learned, found)) throw OtherUnit(where, learned, found);
    }

    /// <summary>The exception for numbers in another unit than that of a model's training data.</summary>
    /// <param name="where">The file and the column.</param>
    /// <param name="learned">The mark in the training data, null for none.</param>
    /// <param name="found">The mark of these numbers.</param>
    public static DataException OtherUnit(string where, string? learned, string? found) => DataException.Create(
        where,
        found is not null ? $"its numbers are written with {DataException.Quote(found)}" : $"its numbers are written without {DataException.Quote(learned!)}",
        learned is null ? "plain numbers are expected, as in the table that the model learned from" : $"numbers with {DataException.Quote(learned)} are expected, as in the table that the model learned from",
        "Convert the values so that both tables use the same unit.");

    /// <summary>Splits a text into the number, in its written form, and the mark. Returns false for any other text, including a plain number.</summary>
    public static bool Split(ReadOnlySpan<char> text, out string number, out string mark)
    {
        (number, mark) = ("", "");
        if (text.Length is < 2 or > Longest || !text.ContainsAnyInRange('0', '9')) return false;
        var isNegative = false;
        var rest = text;
        if (rest[0] == '(' && rest[^1] == ')')
        {
            isNegative = true;
            rest = rest[1..^1].Trim();
        }
        else if (Sign(ref rest, ref isNegative) && rest.IsEmpty)
        {
            return false;
        }

        if (First(ref rest) is { } before)
        {
            mark = before;
            if (!isNegative) Sign(ref rest, ref isNegative);
        }
        else if (Last(ref rest) is { } behind)
        {
            mark = behind;
        }

        if (mark.Length == 0 || rest.IsEmpty || !(char.IsAsciiDigit(rest[0]) || rest[0] == '.') || (text[0] == '(' && mark == Percent)) return false;
        if (!CellParser.Number(rest, out _) && !CellParser.IsGrouped(rest)) return false;
        number = isNegative ? $"-{rest}" : rest.ToString();
        return true;
    }

    /// <summary>The unit after the number in each of some texts, the same in all; null if they are something else, or fewer than three.</summary>
    public static string? SharedUnit(IReadOnlyCollection<string> texts)
    {
        string? unit = null;
        foreach (var text in texts)
        {
            var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
            var behind = text[end..].Trim();
            if (behind.Length is 0 or > LongestUnit || (unit ??= behind) != behind || !(char.IsLetter(behind[0]) || behind[0] is '°' or '‰' or 'µ')) return null;
            var rest = text.AsSpan(0, end);
            if (!CellParser.Number(rest, out _) && !CellParser.IsGrouped(rest)) return null;
        }

        return texts.Count < 3 ? null : unit;
    }

    /// <summary>Removes a plus or minus from the front.</summary>
    private static bool Sign(ref ReadOnlySpan<char> rest, ref bool isNegative)
    {
        if (rest.IsEmpty || rest[0] is not ('-' or '+' or '−')) return false;
        isNegative = rest[0] != '+';
        rest = rest[1..].TrimStart();
        return true;
    }

    /// <summary>Removes a currency from the front.</summary>
    private static string? First(ref ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty || char.IsAsciiDigit(rest[0])) return null;
        var mark = Currency(rest[0]);
        for (var i = 0; i < Words.Length && mark is null; i++)
        {
            if (rest.StartsWith(Words[i], StringComparison.Ordinal)) mark = Words[i];
        }

        if (mark is not null) rest = rest[mark.Length..].TrimStart();
        return mark;
    }

    /// <summary>Removes a percent sign or a currency from the end.</summary>
    private static string? Last(ref ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty || char.IsAsciiDigit(rest[^1])) return null;
        var mark = rest[^1] is '%' or '％' ? Percent : Currency(rest[^1]);
        for (var i = 0; i < Words.Length && mark is null; i++)
        {
            if (rest.EndsWith(Words[i], StringComparison.Ordinal)) mark = Words[i];
        }

        if (mark is not null) rest = rest[..^mark.Length].TrimEnd();
        return mark;
    }

    /// <summary>The sign of a currency; its wide form is normalised to the same sign.</summary>
    private static string? Currency(char sign) =>
        char.GetUnicodeCategory(sign) != UnicodeCategory.CurrencySymbol ? null : sign switch { '＄' => "$", '￥' => "¥", '￡' => "£", _ => sign.ToString() };
}
