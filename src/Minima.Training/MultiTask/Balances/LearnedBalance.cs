namespace Minima.Training.MultiTask;

/// <summary>A formula of the losses and of one learned number for each task, which Adam updates to minimise the same formula.</summary>
internal sealed class LearnedBalance(Type formula, Func<Tensor, Tensor, LossTerms> of, double rate) : TaskBalance(KeyOf(formula))
{
    public override TaskAnswer Next(TaskStep step)
    {
        var learned = Remembered("learned", step.Losses.Length, 0);
        var slopes = SmallTensors.Slopes(leaves => of(leaves[0], leaves[1]), step.Losses, learned);
        SmallAdam.Step(this, learned, slopes[1], rate);
        return new(slopes[0]);
    }
}
