namespace Minima.Tabular;

/// <summary>
/// Finds candidates that have the same minimiser on all data: those that differ by a factor, an added constant or a learned constant.
/// One of them is trained, and the others adopt its model, so that rounding favours none of them.
/// </summary>
internal static class SameMinimisers
{
    /// <summary>Predictions that differ by less are equal.</summary>
    private const double Tolerance = 1e-9;

    private static readonly double[] Raw = [-20, -3, -0.9, -0.5, -0.1, 0, 0.2, 0.5, 0.7, 1.1, 4, 15];

    /// <summary>The index of the candidate that is trained for each candidate: its own, or that of an earlier one.</summary>
    public static int[] Leaders(IReadOnlyList<Candidate> candidates, FoldViews views, CancellationToken cancellation)
    {
        var shapes = new SlopeShape?[candidates.Count];
        var leaders = new int[candidates.Count];
        for (var i = 0; i < leaders.Length; i++)
        {
            leaders[i] = i;
            try
            {
                shapes[i] = views.Shape(candidates[i], cancellation);
            }
            catch (LossException)
            {
                // Training reports the reason for which the loss refuses.
                continue;
            }

            if (shapes[i] is not { } shape) continue;
            for (var j = 0; j < i; j++)
            {
                if (leaders[j] != j || shapes[j] is not { } other || !other.IsSame(shape) || !IsReadAlike(candidates[i], candidates[j], views.Kind)) continue;
                leaders[i] = j;
                break;
            }
        }

        return leaders;
    }

    /// <summary>A raw prediction has the same meaning for both.</summary>
    private static bool IsReadAlike(Candidate one, Candidate other, TargetKind kind)
    {
        if (one.Entry.Link == PredictionLink.Log != (other.Entry.Link == PredictionLink.Log)) return false;
        var target = new double[Raw.Length];
        var (first, second) = (InverseLink.Apply(one, kind, target, Raw), InverseLink.Apply(other, kind, target, Raw));
        return IsAlike(first.Score, second.Score) && IsAlike(first.Probability, second.Probability) && Math.Abs(first.Threshold - second.Threshold) <= Tolerance;
    }

    private static bool IsAlike(double[]? one, double[]? other) => one is null || other is null
        ? one is null && other is null
        : one.Zip(other).All(pair => Math.Abs(pair.First - pair.Second) <= Tolerance * Math.Max(1, Math.Abs(pair.First)) || pair.First.Equals(pair.Second));
}
