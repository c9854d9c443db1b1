namespace Minima.Cli.Compare;

/// <summary>The column to predict: numbers in the user's units, or classes as 0 and 1.</summary>
internal sealed class TargetColumn(string name, double[] values, TargetKind kind, IReadOnlyList<string> classes)
{
    public string Name { get; } = name;

    public double[] Values { get; } = values;

    public TargetKind Kind { get; } = kind;

    /// <summary>What the user wrote for 0 and for 1, in this order; empty for a number.</summary>
    public IReadOnlyList<string> Classes { get; } = classes;
}
