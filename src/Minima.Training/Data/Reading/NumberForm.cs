namespace Minima.Training.Data;

/// <summary>
/// The form of numbers in a column, detected from its cells. 1.326 is a little more than one in English and more than a thousand in German; the other cells of
/// the column and of the file decide.
/// </summary>
internal sealed class NumberForm
{
    /// <summary>Among this many numbers with three decimals, some would end in 0 and be written with fewer.</summary>
    private const int Many = 50;

    private bool _decimalPoint;
    private bool _decimalComma;
    private bool _severalPoints;
    private bool _small;
    private bool _large;
    private int _points;
    private string _mark = "";
    private bool _severalUnits;

    /// <summary>True if a number other than 0 has no mark.</summary>
    private bool _plain;

    /// <summary>True if a cell such as 1.5 or 0.326 has a decimal point.</summary>
    public bool HasDecimalPoint => _decimalPoint;

    /// <summary>The form of the numbers in the given cells.</summary>
    public static NumberForm Of(IEnumerable<string> cells)
    {
        var form = new NumberForm();
        foreach (var cell in cells) form.See(cell);
        return form;
    }

    /// <summary>Adds a cell.</summary>
    public void See(ReadOnlySpan<char> text)
    {
        if (MarkedNumber.Split(text, out var number, out var mark))
        {
            _severalUnits |= _mark.Length > 0 && _mark != mark;
            _mark = mark;
            text = number;
        }

        if (CellParser.Number(text, out var value))
        {
            _plain |= value != 0 && mark.Length == 0;
            See(text, value);
        }
        else if (CellParser.PointGroups(text, out _, out var groups))
        {
            _points++;
            _severalPoints |= groups > 1;
        }
        else if (CellParser.DecimalComma(text, out _))
        {
            _decimalComma |= !CellParser.Thousands(text, out _);
        }
    }

    /// <summary>Adds a cell that was read as a plain number; one with a decimal point decides.</summary>
    public void See(ReadOnlySpan<char> text, double value)
    {
        if (_decimalPoint) return;
        if (!text.Contains('.')) SeeWhole(value);
        else if (CellParser.PointGroups(text, out _, out _))
        {
            _points++;
        }
        else
        {
            _decimalPoint = true;
        }
    }

    /// <summary>Adds a number without a text: it counts as written with a decimal point if it is not whole.</summary>
    public void See(double value)
    {
        if (_decimalPoint) return;
        if (double.IsInteger(value)) SeeWhole(value);
        else _decimalPoint = true;
    }

    private void SeeWhole(double value)
    {
        _small = true;
        _large |= Math.Abs(value) >= 1000;
    }

    /// <summary>
    /// True if points separate thousands: all of them could, and one more condition holds. Either the file or the column has decimal commas, or a cell has several points.
    /// Or there are at least 50 such cells, and whole numbers without a point, all of them below 1000.
    /// </summary>
    /// <param name="fileHasDecimalCommas">Columns of the file have decimal commas, and none has decimal points.</param>
    public bool PointsSeparateThousands(bool fileHasDecimalCommas) =>
        _points > 0 && !_decimalPoint && (_severalPoints || fileHasDecimalCommas || _decimalComma || (_points >= Many && _small && !_large));

    /// <summary>True if a comma is the decimal point, from a cell of the column or from the file.</summary>
    /// <param name="fileHasDecimalCommas">Columns of the file have decimal commas, and none has decimal points.</param>
    public bool CommasAreDecimal(bool fileHasDecimalCommas) => _decimalComma || fileHasDecimalCommas;

    /// <summary>Reads the number of a cell.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="fileHasDecimalCommas">Columns of the file have decimal commas, and none has decimal points.</param>
    /// <param name="value">The number.</param>
    public bool Read(ReadOnlySpan<char> text, bool fileHasDecimalCommas, out double value) => Cells(fileHasDecimalCommas).Read(text, out value);

    /// <summary>The detected form of cells.</summary>
    /// <param name="fileHasDecimalCommas">Columns of the file have decimal commas, and none has decimal points.</param>
    public CellForm Cells(bool fileHasDecimalCommas) => new(CommasAreDecimal(fileHasDecimalCommas), PointsSeparateThousands(fileHasDecimalCommas), _mark.Length == 0 || _severalUnits || (_plain && !MarkedNumber.AreOneUnit(_mark, null)) ? null : _mark);

    /// <summary>True if a file has decimal commas, from the forms of all its columns.</summary>
    public static bool HasDecimalCommas(IEnumerable<NumberForm> columns)
    {
        var any = false;
        foreach (var column in columns)
        {
            if (column._decimalPoint) return false;
            any |= column._decimalComma;
        }

        return any;
    }
}
