namespace Minima.Training.Data;

/// <summary>How the numbers of a column are written: what a comma means, and what a point.</summary>
/// <param name="DecimalComma">1,5 is one and a half.</param>
/// <param name="PointsSeparateThousands">1.326 is more than a thousand.</param>
/// <param name="Mark">The percent sign or the currency that stands with the numbers.</param>
internal readonly record struct CellForm(bool DecimalComma, bool PointsSeparateThousands, string? Mark)
{
    /// <summary>The finite number that a cell holds.</summary>
    public bool Read(ReadOnlySpan<char> text, out double value) =>
        Mark is not null && MarkedNumber.Split(text, out var number, out _) ? ReadPlain(number, out value) : ReadPlain(text, out value);

    private bool ReadPlain(ReadOnlySpan<char> text, out double value) =>
        ((PointsSeparateThousands && CellParser.PointGroups(text, out value, out _))
            || CellParser.Number(text, out value)
            || (DecimalComma ? CellParser.DecimalComma(text, out value) : CellParser.Thousands(text, out value)))
        && double.IsFinite(value);
}
