using Minima.Reals;

namespace Minima.Tensors;

/// <summary>
/// A function of one number, written once: its value, derivative and second derivative over tensors all come from it. Activations are such functions, and
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
    /// <summary>The name in reports.</summary>
    static abstract string Name { get; }

    /// <summary>The formula.</summary>
    T Of<T>(T x)
        where T : IReal<T>;
}
