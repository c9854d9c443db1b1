using Minima.Tensors.Losses;

namespace Minima.Training.MultiTask;

/// <summary>A mixture of the gradients of one step, with weights that a formula computes from their inner products; draws, if needed, from the balance's own generator.</summary>
/// <remarks>A task whose gradient is 0 is left out: otherwise every direction that serves all tasks equally would be 0.</remarks>
internal sealed class MixtureBalance : TaskBalance
{
    private readonly ITaskMixture _formula;
    private readonly bool _shuffles;

    /// <param name="formula">The method.</param>
    /// <param name="random">Draws the order of the tasks.</param>
    /// <param name="shuffles">True if the order of the tasks matters and is drawn anew for each step.</param>
    public MixtureBalance(ITaskMixture formula, RandomState random, bool shuffles = false)
        : base(KeyOf(formula.GetType())) => (_formula, Random, _shuffles) = (formula, random, shuffles);

    public override bool UsesGradients => true;

    public override TaskAnswer Next(TaskStep step)
    {
        var products = step.Products;
        var speaking = Enumerable.Range(0, step.Tasks).Where(task => products[task, task] != 0).ToArray();
        var weights = new double[step.Tasks];
        if (speaking.Length == 0) return new(weights, OfShared: true);
        if (_shuffles) Random!.Shuffle(speaking.AsSpan());
        var gram = new double[speaking.Length, speaking.Length];
        for (var i = 0; i < speaking.Length; i++)
        {
            for (var j = 0; j < speaking.Length; j++) gram[i, j] = products[speaking[i], speaking[j]];
        }

        var found = _formula.Weights(gram);
        for (var i = 0; i < speaking.Length; i++) weights[speaking[i]] = found[i];
        return new(weights, OfShared: true);
    }
}
