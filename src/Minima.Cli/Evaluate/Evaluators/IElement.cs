using System.Text.Json;

namespace Minima.Cli.Evaluate;

/// <summary>What differs between a request in double and one in float.</summary>
internal interface IElement<TElement>
    where TElement : unmanaged
{
    /// <summary>The nearest element. A finite number beyond the range becomes infinite.</summary>
    static abstract TElement Round(double value);

    static abstract bool IsInfinity(TElement value);

    static abstract LossResult Evaluate(Loss loss, in LossBatch<TElement> batch);

    /// <summary>Shortest digits that read back as the same element; strings for what is not finite.</summary>
    static abstract void Write(Utf8JsonWriter writer, TElement value);
}
