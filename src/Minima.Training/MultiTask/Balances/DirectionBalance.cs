using Minima.Training.Losses;

namespace Minima.Training.MultiTask;

/// <summary>A direction that a formula makes of the gradients of one step; draws, where it needs some, from the balance's own generator.</summary>
/// <remarks>A task whose gradient is 0 has nothing to say and is left out: it would make every direction that serves all tasks equally stand still.</remarks>
internal sealed class DirectionBalance : TaskBalance
{
    private readonly Func<Tensor, RandomState, LossTerms> _of;

    public DirectionBalance(Type formula, RandomState random, Func<Tensor, RandomState, LossTerms> of)
        : base(KeyOf(formula)) => (_of, Random) = (of, random);

    public override bool UsesGradients => true;

    public override TaskAnswer Next(in TaskStep step)
    {
        var rows = step.Gradients;
        var speaking = (rows * rows).Sum(1).ToArray().Select((square, task) => (square, task)).Where(one => one.square != 0).Select(one => one.task).ToArray();
        if (speaking.Length == 0) return DirectionWeights.Of(rows, new double[rows.Shape[1]]);
        var direction = _of(speaking.Length == rows.Shape[0] ? rows : rows.Rows(Tensor.Of(speaking, [speaking.Length])), Random!).Values.ToArray();
        return DirectionWeights.Of(rows, direction);
    }

    /// <summary>The rows in an order that is drawn.</summary>
    public static Tensor Shuffled(Tensor gradients, RandomState random)
    {
        var order = Enumerable.Range(0, gradients.Shape[0]).ToArray();
        random.Shuffle(order.AsSpan());
        return gradients.Rows(Tensor.Of(order, [order.Length]));
    }
}
