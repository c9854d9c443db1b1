using Minima.Tensors.Losses;

namespace Minima.Training.MultiTask;

/// <summary>MoCo: tracks gradients by a moving average, and moves the weights a little towards the shortest mixture in each step.</summary>
internal sealed class MomentumBalance(MultiObjectiveMomentum formula) : TaskBalance(KeyOf(typeof(MultiObjectiveMomentum)))
{
    public override bool UsesGradients => true;

    public override TaskAnswer Next(TaskStep step)
    {
        var (tasks, width) = (step.Gradients.Shape[0], step.Gradients.Shape[1]);
        var tracking = Tensor.Of(Remembered("tracking", tasks * width, 0), [tasks, width]);
        var (followed, weights) = formula.Moved(step.Gradients, SmallTensors.Of(step.Losses), tracking, SmallTensors.Of(Remembered("weights", tasks, 1.0 / tasks)));
        State["tracking"] = [.. Enumerable.Range(0, tasks).SelectMany(task => followed[task])];
        State["weights"] = weights;
        return DirectionWeights.Of(step, followed.Combination(weights));
    }
}
