using System.ComponentModel;

namespace Minima;

/// <summary>A loss of any shape as an engine sees it: its C# type and the number of its inputs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILossFormula
{
    /// <summary>The number of inputs.</summary>
    static abstract int Arity { get; }

    /// <summary>The inputs that have a gradient.</summary>
    static abstract InputSet Differentiated { get; }

    /// <summary>The type of the loss behind the formula.</summary>
    static abstract Type LossType { get; }

    /// <summary>The loss behind the formula, boxed; for validation and display, never in a loop.</summary>
    ILoss Loss { get; }
}
