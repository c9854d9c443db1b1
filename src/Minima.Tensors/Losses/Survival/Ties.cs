namespace Minima.Tensors.Losses;

/// <summary>How events at one time share the rows at risk.</summary>
internal enum Ties
{
    /// <summary>Each meets all of them.</summary>
    Breslow,

    /// <summary>As if one came after the other, in an order that nobody knows: the l-th of m meets the rows of the tied events with the weight 1 - l / m.</summary>
    Efron,
}
