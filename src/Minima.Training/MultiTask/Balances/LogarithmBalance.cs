using Minima.Tensors.Losses;

namespace Minima.Training.MultiTask;

/// <summary>DB-MTL: gradients of the logarithms of the losses, averaged over steps, all scaled to the length of the longest.</summary>
internal sealed class LogarithmBalance(double rate) : TaskBalance(KeyOf(typeof(DualBalancing)))
{
    private const double Floor = 1e-8;

    public override bool UsesGradients => true;

    public override TaskAnswer Next(TaskStep step)
    {
        var (tasks, width) = (step.Gradients.Shape[0], step.Gradients.Shape[1]);
        var now = step.Gradients.ToArray();
        var average = Remembered("average", tasks * width, 0);

        var share = step.Step == 0 ? 1 : rate;
        for (var i = 0; i < now.Length; i++) average[i] += share * ((now[i] / (Math.Max(step.Losses[i / width], 0) + Floor)) - average[i]);
        return DirectionWeights.Of(step, new DualBalancing().Of(Tensor.Of(average, [tasks, width])).Values.ToArray());
    }
}
