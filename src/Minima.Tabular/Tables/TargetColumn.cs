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
}
