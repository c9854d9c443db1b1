namespace Minima.Tabular;

/// <summary>A named column in memory.</summary>
public sealed class Column
{
    private readonly Func<int, string> _cell;

    /// <summary>A column of numbers; NaN is a missing value.</summary>
    public Column(string name, double[] values)
        : this(name, values?.Length ?? throw new ArgumentNullException(nameof(values)), row => double.IsNaN(values[row]) ? "" : values[row].ToString("R", System.Globalization.CultureInfo.InvariantCulture))
    {
    }

    /// <summary>A column of texts; null is a missing value. Texts that are all numbers or dates are read as such, as in a file.</summary>
    public Column(string name, string?[] values)
        : this(name, values?.Length ?? throw new ArgumentNullException(nameof(values)), row => Quote(values[row] ?? ""))
    {
    }

    private Column(string name, int rows, Func<int, string> cell)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (Name, Rows, _cell) = (name, rows, cell);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The number of values.</summary>
    public int Rows { get; }

    /// <summary>The text of a value in a CSV file.</summary>
    internal string Cell(int row) => _cell(row);

    internal static string Quote(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
