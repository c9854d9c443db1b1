namespace Minima.Training.Data;

/// <summary>The form of the numbers in a column: the meaning of commas and points.</summary>
/// <param name="DecimalComma">True if 1,5 is one and a half.</param>
/// <param name="PointsSeparateThousands">True if 1.326 is more than a thousand.</param>
/// <param name="Mark">The percent sign or the currency of the numbers.</param>
internal readonly record struct CellForm(bool DecimalComma, bool PointsSeparateThousands, string? Mark)
{
    /// <summary>Reads the finite number of a cell, in the unit of the column; 0 is also accepted without a mark.</summary>
    public bool Read(ReadOnlySpan<char> text, out double value) => ReadPlain(text, out value)
        ? value == 0 || MarkedNumber.AreOneUnit(Mark, null)
        : MarkedNumber.Split(text, out var number, out var mark) && MarkedNumber.AreOneUnit(Mark, mark) && ReadPlain(number, out value);

    /// <summary>True for a cell with a number in another unit than the column; returns the mark of that number.</summary>
    public bool IsOtherUnit(ReadOnlySpan<char> text, out string? mark)
    {
        mark = MarkedNumber.Split(text, out var number, out var found) ? found : null;
        return ReadPlain(mark is null ? text : number, out _) && !Read(text, out _);
    }

    /// <summary>Reads the finite number of a cell without a mark.</summary>
    public bool ReadPlain(ReadOnlySpan<char> text, out double value) =>
        ((PointsSeparateThousands && CellParser.PointGroups(text, out value, out _))
            || CellParser.Number(text, out value)
            || (DecimalComma ? CellParser.DecimalComma(text, out value) : CellParser.Thousands(text, out value)))
        && double.IsFinite(value);
}
