using System.Text.Json;

namespace Minima.Cli.Evaluate;

/// <summary>The operations that depend on the precision of a request.</summary>
internal interface IElement<TElement>
    where TElement : unmanaged
{
    /// <summary>The nearest element. A finite number beyond the range becomes infinite.</summary>
    static abstract TElement Round(double value);

    static abstract bool IsInfinity(TElement value);

    static abstract LossResult Evaluate(Loss loss, in LossBatch<TElement> batch);

    /// <summary>Shortest digits that read back as the same element; strings for non-finite values.</summary>
    static abstract void Write(Utf8JsonWriter writer, TElement value);
}
