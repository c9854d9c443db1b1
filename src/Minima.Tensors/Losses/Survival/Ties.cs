namespace Minima.Tensors.Losses;

/// <summary>The way in which events at one time share the rows at risk.</summary>
internal enum Ties
{
    /// <summary>Each event is compared with all of them.</summary>
    Breslow,

    /// <summary>As if one came after the other, in an unknown order: the l-th of m meets the rows of the tied events with the weight 1 - l / m.</summary>
    Efron,
}
