namespace Minima.Training.Data;

/// <summary>How the numbers of a column are written: what a comma means, and what a point.</summary>
/// <param name="DecimalComma">1,5 is one and a half.</param>
/// <param name="PointsSeparateThousands">1.326 is more than a thousand.</param>
/// <param name="Mark">The percent sign or the currency that stands with the numbers.</param>
internal readonly record struct CellForm(bool DecimalComma, bool PointsSeparateThousands, string? Mark)
{
    /// <summary>The finite number that a cell holds, in the unit of the column; 0 is 0 without a mark too.</summary>
    public bool Read(ReadOnlySpan<char> text, out double value) => ReadPlain(text, out value)
        ? value == 0 || MarkedNumber.AreOneUnit(Mark, null)
        : MarkedNumber.Split(text, out var number, out var mark) && MarkedNumber.AreOneUnit(Mark, mark) && ReadPlain(number, out value);

    /// <summary>True for a cell with a number that is not in the unit of the column; gives the mark of that number.</summary>
    public bool IsOtherUnit(ReadOnlySpan<char> text, out string? mark)
    {
        mark = MarkedNumber.Split(text, out var number, out var found) ? found : null;
        return ReadPlain(mark is null ? text : number, out _) && !Read(text, out _);
    }

    /// <summary>The finite number that a cell without a mark holds.</summary>
    public bool ReadPlain(ReadOnlySpan<char> text, out double value) =>
        ((PointsSeparateThousands && CellParser.PointGroups(text, out value, out _))
            || CellParser.Number(text, out value)
            || (DecimalComma ? CellParser.DecimalComma(text, out value) : CellParser.Thousands(text, out value)))
        && double.IsFinite(value);
}
