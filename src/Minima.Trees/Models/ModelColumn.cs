namespace Minima.Trees;

/// <summary>A column that a model was boosted on.</summary>
public sealed record ModelColumn(string Name, bool IsCategory);
