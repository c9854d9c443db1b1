using Minima.Reals;

namespace Minima.Tensors;

/// <summary>
/// A function of one number, written once: its value, slope and curvature over tensors all read this text. Activations are such functions, and
/// so are exp and log.
/// </summary>
/// <example><code>
/// public readonly record struct Cube : IActivation
/// {
///     public static string Name => "cube";
///     public T Of&lt;T&gt;(T x) where T : IReal&lt;T&gt; => x * x * x;
/// }
/// var y = x.Apply(new Cube());
/// </code></example>
public interface IActivation
{
    /// <summary>What reports call it.</summary>
    static abstract string Name { get; }

    /// <summary>The formula.</summary>
    T Of<T>(T x)
        where T : IReal<T>;
}
