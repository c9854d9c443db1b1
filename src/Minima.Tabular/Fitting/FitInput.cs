namespace Minima.Tabular;

/// <summary>A further input of the loss as it was used in a fit.</summary>
/// <param name="Name">The name of the input.</param>
/// <param name="Value">The learned constant, or null.</param>
/// <param name="Column">The column of its values, or null.</param>
public sealed record FitInput(string Name, double? Value, string? Column);
