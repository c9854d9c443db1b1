namespace Minima.Tabular;

/// <summary>The column to predict: numbers in the user's units, or classes as whole numbers from 0.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">The value of each row.</param>
/// <param name="Kind">Numbers or classes.</param>
/// <param name="Classes">The text of each class in the table, in the order of their numbers; empty for a number.</param>
internal sealed record TargetColumn(string Name, double[] Values, TargetKind Kind, IReadOnlyList<string> Classes)
{
    /// <summary>The percent sign or the currency that is written with its numbers; null without one.</summary>
    public string? Mark { get; init; }

    /// <summary>A target of numbers, from the column as read.</summary>
    public static TargetColumn OfNumbers(TableColumn column) => new(column.Name, column.Values, TargetKind.Regression, []) { Mark = column.Form.Mark };

    public TargetColumn Take(int[] rows) => this with { Values = Array.ConvertAll(rows, row => Values[row]) };

    /// <summary>Each class and its label in a loss.</summary>
    /// <param name="margin">True for classes of -1 and +1, not 0 and 1.</param>
    public IReadOnlyList<(string Class, double Value)> Mapping(bool margin) => [.. Classes.Select((name, k) => (name, margin ? (2.0 * k) - 1 : k))];
}
