namespace Minima.Tabular;

/// <summary>The reason why a minimisation ended.</summary>
internal enum StopReason
{
    /// <summary>The gradient became small relative to that at the start.</summary>
    GradientSmall,

    /// <summary>Several iterations together lowered the value by almost nothing.</summary>
    DecreaseSmall,

    /// <summary>No step lowers the value, not even along the gradient itself; at a kink that is the usual end.</summary>
    NoDescent,

    /// <summary>The iterations are used up.</summary>
    MaximumIterations,

    /// <summary>Value or gradient are not finite at the start.</summary>
    NotFiniteAtStart,

    /// <summary>The value fell without end along a line.</summary>
    Unbounded,
}
