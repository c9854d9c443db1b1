namespace Minima.Tabular;

/// <summary>The column to predict: numbers in the user's units, or classes as whole numbers from 0.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">Of each row.</param>
/// <param name="Kind">Numbers or classes.</param>
/// <param name="Classes">What the user wrote for each class, in the order of their numbers; empty for a number.</param>
internal sealed record TargetColumn(string Name, double[] Values, TargetKind Kind, IReadOnlyList<string> Classes)
{
    /// <summary>The percent sign or the currency that stands with its numbers; null where none does.</summary>
    public string? Mark { get; init; }

    /// <summary>A column of numbers as it was read.</summary>
    public static TargetColumn OfNumbers(TableColumn column) => new(column.Name, column.Values, TargetKind.Regression, []) { Mark = column.Form.Mark };

    /// <summary>The same of some rows.</summary>
    public TargetColumn Take(int[] rows) => this with { Values = Array.ConvertAll(rows, row => Values[row]) };

    /// <summary>Each class and its number to a loss.</summary>
    /// <param name="margin">The two classes are -1 and +1, not 0 and 1.</param>
    public IReadOnlyList<(string Class, double Value)> Mapping(bool margin) => [.. Classes.Select((name, k) => (name, margin ? (2.0 * k) - 1 : k))];
}
