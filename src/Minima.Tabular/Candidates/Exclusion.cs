namespace Minima.Tabular;

/// <summary>A loss that is not compared on this data, and why not, in words that follow a colon.</summary>
internal sealed record Exclusion(string Loss, Both Reason);
