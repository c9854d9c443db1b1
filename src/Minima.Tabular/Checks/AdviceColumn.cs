using System.Globalization;

namespace Minima.Tabular;

/// <summary>A column of the sample: its cells, and their numbers if it is numeric.</summary>
internal sealed class AdviceColumn
{
    /// <summary>Text columns with at most this many different values are categories.</summary>
    public const int MostLevels = 20;

    /// <summary>A column is numeric if at least this proportion of its cells are numbers.</summary>
    private const double Numeric = 0.95;

    public AdviceColumn(string name, IReadOnlyList<string> cells, NumberForm form, bool fileHasDecimalCommas)
    {
        Name = name;
        Cells = cells;
        Numbers = new double[cells.Count];
        var (numbers, texts) = (0, 0);
        for (var i = 0; i < cells.Count; i++)
        {
            Numbers[i] = double.NaN;
            if (IsMissing(cells[i]))
            {
                Missing++;
            }
            else if (form.Read(cells[i], fileHasDecimalCommas, out var number))
            {
                // -0 and 0 are the same number, and the same class.
                Numbers[i] = number + 0.0;
                numbers++;
            }
            else
            {
                texts++;
            }
        }

        IsNumeric = numbers > 0 && numbers >= Numeric * (numbers + texts);
    }

    private AdviceColumn(AdviceColumn column, int[] rows)
    {
        (Name, IsNumeric) = (column.Name, column.IsNumeric);
        Cells = [.. rows.Select(row => column.Cells[row])];
        Numbers = [.. rows.Select(row => column.Numbers[row])];
        Missing = Cells.Count(IsMissing);
    }

    public string Name { get; }

    public IReadOnlyList<string> Cells { get; }

    /// <summary>The numbers of the cells; NaN if a cell is no number.</summary>
    public double[] Numbers { get; }

    public int Missing { get; }

    public bool IsNumeric { get; }

    /// <summary>The content of a row: a number as it was parsed, another cell as it was typed.</summary>
    public string Show(int row) => IsNumeric && !double.IsNaN(Numbers[row]) ? Numbers[row].ToString("R", CultureInfo.InvariantCulture) : Cells[row];

    public static bool IsMissing(string cell) => CellParser.IsMissing(cell);

    /// <summary>Some of the rows.</summary>
    public AdviceColumn Take(int[] rows) => new(this, rows);

    /// <summary>The different texts in alphabetical order, or null if there are more than <paramref name="most"/>.</summary>
    public string[]? Levels(int most)
    {
        var levels = new HashSet<string>(StringComparer.Ordinal);
        foreach (var cell in Cells)
        {
            if (!IsMissing(cell) && levels.Add(cell) && levels.Count > most)
            {
                return null;
            }
        }

        return [.. levels.Order(StringComparer.Ordinal)];
    }
}
