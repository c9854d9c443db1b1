namespace Minima;

/// <summary>
/// Per-class numbers that a loss computes from its parameters. Those of the most recent losses are cached: a training loop has few losses,
/// and its calls allocate nothing.
/// </summary>
internal static class OfParameters<TLoss>
    where TLoss : struct, IRowLoss
{
    private static readonly RecentResults<TLoss, PerClass> Recent = new();

    /// <summary>The result of <paramref name="work"/> for the loss.</summary>
    public static PerClass Get(in TLoss loss, Func<TLoss, PerClass> work) => Recent.TryGet(loss, out var known) ? known : Recent.Add(loss, work(loss));
}
