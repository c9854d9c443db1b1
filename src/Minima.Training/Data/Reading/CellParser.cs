using System.Globalization;

namespace Minima.Training.Data;

/// <summary>Parses common forms of cells: numbers with thousands separators or a decimal comma, dates, and words for missing values.</summary>
internal static class CellParser
{
    private static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>The words that mark a missing value, in addition to an empty cell: one list for every command.</summary>
    internal static readonly string[] MissingMarks = ["NA", "N/A", "#N/A", "NaN", "null", "none", "nil", "missing", "?", "-", ".", "无", "缺失"];

    private static readonly string[] DateFormats =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy/M/d", "yyyy-M-d", "yyyy.MM.dd", "dd.MM.yyyy", "d.M.yyyy", "yyyy年M月d日",
        "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy/MM/dd HH:mm", "yyyy/MM/dd HH:mm:ss", "yyyy/M/d H:mm", "yyyy/M/d H:mm:ss",
        "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
        "dd.MM.yyyy HH:mm", "dd.MM.yyyy HH:mm:ss",
    ];

    /// <summary>True for an empty cell or one with a word for a missing value.</summary>
    public static bool IsMissing(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return true;
        if (text.Length > 7) return false;
        foreach (var word in MissingMarks)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    /// <summary>Parses a plain number with a decimal point.</summary>
    public static bool Number(ReadOnlySpan<char> text, out double value) =>
        ShortNumber(text, out value) || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>
    /// Parses a number of at most 15 digits without an exponent, as nearly all are. Its digits and power of ten are exact as double, so that their quotient is the
    /// nearest double (Clinger 1990, "How to read floating point numbers accurately").
    /// </summary>
    private static bool ShortNumber(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        var at = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        if (text.Length - at > 16) return false;
        var digits = 0L;
        var point = -1;
        var start = at;
        for (; at < text.Length; at++)
        {
            var digit = text[at] - '0';
            if ((uint)digit <= 9) digits = (digits * 10) + digit;
            else if (text[at] == '.' && point < 0) point = at;
            else return false;
        }

        var count = text.Length - start - (point < 0 ? 0 : 1);
        if (count is 0 or > 15) return false;
        value = point < 0 ? digits : digits / PowersOfTen[text.Length - 1 - point];
        if (start == 1 && text[0] == '-') value = -value;
        return true;
    }

    /// <summary>Parses 1,234 or 1,234,567.8 or 1 234 or 1'234: groups of three digits after the first.</summary>
    public static bool Thousands(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        var at = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        var point = text.IndexOf('.');
        var end = point < 0 ? text.Length : point;
        var separator = '\0';
        var digits = 0;
        var groups = 0;
        Span<char> plain = stackalloc char[64];
        if (text.Length > plain.Length) return false;
        var length = 0;
        if (at == 1) plain[length++] = text[0];
        for (; at < end; at++)
        {
            if (char.IsAsciiDigit(text[at]))
            {
                digits++;
                plain[length++] = text[at];
                continue;
            }

            if (text[at] is not (',' or ' ' or '\'' or '\u00A0' or '\u202F' or '’') || (separator != '\0' && text[at] != separator)) return false;
            if (groups == 0 ? digits is < 1 or > 3 : digits != 3) return false;
            separator = text[at];
            groups++;
            digits = 0;
        }

        if (groups == 0 || digits != 3) return false;
        text[end..].CopyTo(plain[length..]);
        return Number(plain[..(length + text.Length - end)], out value);
    }

    /// <summary>Parses 1.234 or 1.234.567: groups of three digits after the first, separated by points. The first group does not begin with 0.</summary>
    public static bool PointGroups(ReadOnlySpan<char> text, out double value, out int groups)
    {
        value = 0;
        groups = 0;
        var rest = text.Length > 0 && text[0] is '+' or '-' ? text[1..] : text;
        if (text.Length > 64 || rest.Length == 0 || rest[0] is < '1' or > '9') return false;
        Span<char> plain = stackalloc char[64];
        var length = 0;
        var digits = 0;
        if (rest.Length < text.Length) plain[length++] = text[0];
        foreach (var c in rest)
        {
            if (char.IsAsciiDigit(c))
            {
                digits++;
                plain[length++] = c;
                continue;
            }

            if (c != '.' || (groups == 0 ? digits is < 1 or > 3 : digits != 3)) return false;
            groups++;
            digits = 0;
        }

        return groups > 0 && digits == 3 && Number(plain[..length], out value);
    }

    /// <summary>Parses 1,5 or 1.234,5: one decimal comma, and points between thousands before it.</summary>
    public static bool DecimalComma(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        var comma = text.IndexOf(',');
        if (comma < 0 || text.Length > 64 || text[(comma + 1)..].ContainsAny(',', '.', ' ') || text.Contains(' ')) return false;
        var whole = text[..comma];
        if (whole.Contains('.') && !PointGroups(whole, out _, out _)) return false;
        Span<char> plain = stackalloc char[64];
        var length = 0;
        foreach (var c in text)
        {
            if (c != '.') plain[length++] = c == ',' ? '.' : c;
        }

        return Number(plain[..length], out value);
    }

    /// <summary>True for a number with thousands separators or a decimal comma.</summary>
    public static bool IsGrouped(ReadOnlySpan<char> text) => Thousands(text, out _) || DecimalComma(text, out _) || PointGroups(text, out _, out _);

    /// <summary>Parses a date to days since 1970-01-01: year first, or day.month.year. Forms that could be month/day or day/month are not guessed.</summary>
    public static bool Date(ReadOnlySpan<char> text, out double days)
    {
        days = 0;
        if (text.Length is < 8 or > 33 || !char.IsAsciiDigit(text[0])) return false;
        if (!DateTime.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var date)) return false;
        days = (date - DateTime.UnixEpoch).TotalDays;
        return true;
    }
}
