namespace Minima.Training.Data;

/// <summary>How the numbers of a column are written: what a comma means, and what a point.</summary>
/// <param name="DecimalComma">1,5 is one and a half.</param>
/// <param name="PointsSeparateThousands">1.326 is more than a thousand.</param>
internal readonly record struct CellForm(bool DecimalComma, bool PointsSeparateThousands)
{
    /// <summary>The finite number that a cell holds.</summary>
    public bool Read(ReadOnlySpan<char> text, out double value) =>
        ((PointsSeparateThousands && CellParser.PointGroups(text, out value, out _))
            || CellParser.Number(text, out value)
            || (DecimalComma ? CellParser.DecimalComma(text, out value) : CellParser.Thousands(text, out value)))
        && double.IsFinite(value);
}
