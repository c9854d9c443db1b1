namespace Minima.Tabular;

/// <summary>The column to predict: numbers in the user's units, or classes as whole numbers from 0.</summary>
internal sealed class TargetColumn(string name, double[] values, TargetKind kind, IReadOnlyList<string> classes)
{
    public string Name { get; } = name;

    public double[] Values { get; } = values;

    public TargetKind Kind { get; } = kind;

    /// <summary>The same of some rows.</summary>
    public TargetColumn Take(int[] rows) => new(Name, Array.ConvertAll(rows, row => Values[row]), Kind, Classes);

    /// <summary>What the user wrote for each class, in the order of their numbers; empty for a number.</summary>
    public IReadOnlyList<string> Classes { get; } = classes;

    /// <summary>Each class and its number to a loss.</summary>
    /// <param name="margin">The two classes are -1 and +1, not 0 and 1.</param>
    public IReadOnlyList<(string Class, double Value)> Mapping(bool margin) => [.. Classes.Select((name, k) => (name, margin ? (2.0 * k) - 1 : k))];
}
