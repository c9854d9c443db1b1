using Minima.Tabular;

namespace Minima.Explorer.Answers;

/// <summary>
/// Caches the search results for a loss at each target. The search takes nearly all of a fit's time, and a drag changes one target: the others need no new search.
/// (The command searches all rows at once, on a grid as wide as the largest target.)
/// </summary>
internal static class KnownShapes
{
    private const int MostKept = 10_000;

    private static readonly Dictionary<(string Loss, double Target), LossShape> Kept = [];

    public static LossShape Of(LossSpec loss, double[] target, double[] share)
    {
        if (Kept.Count > MostKept) Kept.Clear();
        var name = loss.ToString();
        var made = loss.Create();
        var convex = true;
        var kinks = new List<Kink>();
        for (var i = 0; i < target.Length; i++)
        {
            if (!Kept.TryGetValue((name, target[i]), out var row)) Kept[(name, target[i])] = row = ShapeSearch.Run(new SlopeProbe(made, [target[i]], [], false), [1.0]);
            convex &= row.Convex;
            foreach (var kink in row.Kinks.Items) kinks.Add(new Kink(i, kink.At, kink.Jump * share[i]));
        }

        return new LossShape(convex, kinks.Count == 0 ? Kinks.None : new Kinks([.. kinks]));
    }
}
