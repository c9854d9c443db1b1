namespace Minima.Tabular;

/// <summary>A further input of the loss as it was used in a fit.</summary>
/// <param name="Name">The input.</param>
/// <param name="Value">The constant that was learned, or null.</param>
/// <param name="Column">The column that gave it, or null.</param>
public sealed record FitInput(string Name, double? Value, string? Column);
