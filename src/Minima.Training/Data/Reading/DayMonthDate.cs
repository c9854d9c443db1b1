using System.Globalization;

namespace Minima.Training.Data;

/// <summary>Ambiguous dates with the year last, such as 03/04/2024, 31.5.24 or 4-3-2024 12:30, which are not read: a single one does not show if the day comes first.</summary>
internal static class DayMonthDate
{
    private const int MostDays = 31;
    private const int MostMonths = 12;

    /// <summary>The minimum proportion of such dates in a column of dates.</summary>
    private const double Share = 0.95;

    /// <summary>Reads the first and the second number of such a date.</summary>
    public static bool TryRead(ReadOnlySpan<char> cell, out int first, out int second)
    {
        second = 0;
        var rest = cell.Trim();
        if (!Number(ref rest, 2, out first) || CellParser.Date(cell.Trim(), out _) || rest.IsEmpty || rest[0] is not ('/' or '-' or '.')) return false;
        var separator = rest[0];
        rest = rest[1..];
        if (!Number(ref rest, 2, out second) || rest.IsEmpty || rest[0] != separator) return false;
        rest = rest[1..];
        var length = rest.Length;
        if (!Number(ref rest, 4, out _) || length - rest.Length is not (2 or 4)) return false;
        var isDayOrMonth = first is >= 1 and <= MostDays && second is >= 1 and <= MostDays && (first <= MostMonths || second <= MostMonths);
        return isDayOrMonth && (rest.IsEmpty || (rest[0] is ' ' or 'T' && TimeOnly.TryParse(rest[1..], CultureInfo.InvariantCulture, out _)));
    }

    /// <summary>True if nearly all of the cells are such dates; the caller leaves out missing ones.</summary>
    public static bool Are(IEnumerable<string> cells)
    {
        var (dates, all) = (0, 0);
        foreach (var cell in cells)
        {
            all++;
            if (TryRead(cell, out _, out _)) dates++;
        }

        return dates > 0 && dates >= Share * all;
    }

    /// <summary>True if the column itself shows which of the two is the day: only one of them is ever above 12.</summary>
    public static bool TellsOrder(IEnumerable<string> cells)
    {
        var (isFirst, isSecond) = (false, false);
        foreach (var cell in cells)
        {
            if (!TryRead(cell, out var first, out var second)) continue;
            isFirst |= first > MostMonths;
            isSecond |= second > MostMonths;
        }

        return isFirst != isSecond;
    }

    private static bool Number(ref ReadOnlySpan<char> rest, int mostDigits, out int number)
    {
        (number, var digits) = (0, 0);
        while (digits < rest.Length && digits < mostDigits && char.IsAsciiDigit(rest[digits])) number = (10 * number) + (rest[digits++] - '0');
        rest = rest[digits..];
        return digits > 0 && (rest.IsEmpty || !char.IsAsciiDigit(rest[0]));
    }
}
