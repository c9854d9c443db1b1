namespace Minima.Training.MultiTask;

/// <summary>A direction that a formula computes from the gradients of one step, number by number; draws from the balance's own generator.</summary>
internal sealed class DirectionBalance : TaskBalance
{
    private readonly Func<Tensor, RandomState, LossTerms> _of;

    public DirectionBalance(Type formula, RandomState random, Func<Tensor, RandomState, LossTerms> of)
        : base(KeyOf(formula)) => (_of, Random) = (of, random);

    public override bool UsesGradients => true;

    public override TaskAnswer Next(TaskStep step) => DirectionWeights.Of(step, _of(step.Gradients, Random!).Values.ToArray());
}
