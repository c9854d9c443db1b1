using Minima.Trees;

namespace Minima.Tabular;

/// <summary>Boosted trees of a comparison, with the means to read their scores.</summary>
/// <param name="Model">The trees.</param>
internal sealed record GrownTrees(TreeModel Model)
{
    /// <summary>The values that a loss over the rows of a batch learned in addition to the scores; null for a loss of each row.</summary>
    public BoostedBatch? Batch { get; init; }

    /// <summary>The numbers of a distribution that are learned; null for one prediction.</summary>
    public HeadPlan? Heads { get; init; }
}
