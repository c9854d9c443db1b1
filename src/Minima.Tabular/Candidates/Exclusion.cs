namespace Minima.Tabular;

/// <summary>A loss that is not compared on this data, and the reason, in words that follow a colon.</summary>
public sealed record Exclusion(string Loss, Localized Reason);
