using Minima.Reals;

namespace Minima.Tensors;

/// <summary>
/// A dynamic programme over one sequence, written once over numbers of any kind: in lanes it runs sequences side by side, and reverse mode
/// gives the derivatives with respect to all of its weights. What differs between sequences of a batch is in the numbers, never in the control flow.
/// </summary>
internal interface IProgramme
{
    /// <summary>What reports call it.</summary>
    static abstract string Name { get; }

    /// <summary>How many numbers of scratch the formula asks for.</summary>
    int Scratch { get; }

    /// <summary>The formula.</summary>
    /// <param name="weights">What the sequence weighs: log-probabilities, costs, scores; differentiated.</param>
    /// <param name="facts">What is constant: which steps may be taken, where the sequence ends.</param>
    /// <param name="scratch">With whatever is in it.</param>
    T Of<T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> facts, Span<T> scratch)
        where T : IReal<T>;
}
