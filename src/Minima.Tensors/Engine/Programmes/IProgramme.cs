using Minima.Reals;

namespace Minima.Tensors;

/// <summary>
/// A dynamic programme over one sequence, written once over any number type: over lanes it runs sequences side by side, and reverse mode
/// gives the derivatives with respect to all of its weights. Sequences of a batch differ only in numbers, never in control flow.
/// </summary>
internal interface IProgramme
{
    /// <summary>The name in reports.</summary>
    static abstract string Name { get; }

    /// <summary>The number of scratch elements that the formula needs.</summary>
    int Scratch { get; }

    /// <summary>The formula.</summary>
    /// <param name="weights">The weights of the sequence: log-probabilities, costs, scores; differentiated.</param>
    /// <param name="facts">The constants: the allowed steps, the end of the sequence.</param>
    /// <param name="scratch">Memory of undefined content.</param>
    T Of<T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> facts, Span<T> scratch)
        where T : IReal<T>;
}
