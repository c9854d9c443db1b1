namespace Minima.Tabular;

/// <summary>
/// The weights along the path of l2 for each inner split and, last, for the outer one: the second starting points of losses with several
/// minima.
/// </summary>
internal sealed record Solutions(IReadOnlyList<IReadOnlyList<(double L2, double[] Weights)>> BySplit)
{
    /// <summary>The weights of a split at the nearest penalty on the logarithmic scale; 0 is below all others.</summary>
    public double[] Near(int split, double l2)
    {
        var position = Math.Log(Math.Max(l2, PenaltyGrid.Weakest / 10));
        return BySplit[split].MinBy(solution => Math.Abs(Math.Log(Math.Max(solution.L2, PenaltyGrid.Weakest / 10)) - position)).Weights;
    }
}
