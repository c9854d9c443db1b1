namespace Minima.Tabular;

/// <summary>The trainers of the kinds of models that are compared.</summary>
/// <param name="data">The table.</param>
/// <param name="seed">The seed of everything random.</param>
/// <param name="depths">The depths of trees to choose among; null for the usual ones.</param>
internal sealed class FoldTrainers(ComparisonData data, ulong seed, IReadOnlyList<int>? depths = null)
{
    private readonly NetworkTrainer _network = new(seed);
    private readonly TreeTrainer _trees = new(data, seed, depths);

    /// <summary>The trainer of a kind; null for linear models, which <see cref="LossTrainer"/> fits.</summary>
    public IFoldTrainer? Of(ComparedModel model) => model switch
    {
        ComparedModel.Network => _network,
        ComparedModel.Trees => _trees,
        _ => null,
    };
}
