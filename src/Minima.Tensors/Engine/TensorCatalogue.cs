namespace Minima.Tensors;

/// <summary>The losses on tensors (info_nce, ctc, ranking, survival, ...), which the core does not know by name until they are joined.</summary>
/// <example><code>
/// TensorCatalogue.Join();
/// var loss = Loss.Create("info_nce", ("temperature", 0.1));
/// </code></example>
public static class TensorCatalogue
{
    internal static readonly string Assembly = typeof(TensorCatalogue).Assembly.GetName().Name!;

    /// <summary>Makes their names known to <see cref="Loss.Create(string, ReadOnlySpan{ValueTuple{string, object}})"/> and lists them in <see cref="Catalogue.All"/>. Calling it again changes nothing.</summary>
    public static void Join() => Catalogue.Join(GeneratedLosses.Module);
}
