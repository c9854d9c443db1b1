using Minima.Tensors.Losses;

namespace Minima.Training.MultiTask;

/// <summary>FAMO: makes the logarithms of all losses fall at one rate; the logits change with the fall of each loss in the step.</summary>
internal sealed class FamoBalance(double rate, double decay) : TaskBalance(KeyOf(typeof(FastAdaptive)))
{
    // Keeps the logarithm finite for losses of 0 or below.
    private const double Floor = 1e-8;

    public override bool LooksBack => true;

    public override TaskAnswer Next(TaskStep step)
    {
        var logits = SmallTensors.Of(Remembered("logits", step.Losses.Length, 0));
        step.Losses.CopyTo(Remembered("before", step.Losses.Length, 0));
        var minimum = SmallTensors.Of([.. step.Losses.Select(loss => Math.Min(0, loss))]);
        return new(SmallTensors.Slopes(leaves => new FastAdaptive().Of(leaves[0], logits, minimum), step.Losses)[0]);
    }

    public override void After(double[] losses)
    {
        var logits = Remembered("logits", losses.Length, 0);
        var before = Remembered("before", losses.Length, 0);
        double[] fell = [.. losses.Select((loss, t) => Math.Log(Math.Max(before[t], 0) + Floor) - Math.Log(Math.Max(loss, 0) + Floor))];

        // J_softmax^T of the falls: tasks whose loss fell much get less weight.
        var slopes = SmallTensors.Slopes(leaves => LossTerms.Scalar((leaves[0].Softmax(^1) * SmallTensors.Of(fell)).Sum()), logits)[0];
        SmallAdam.Step(this, logits, slopes, rate, decay);
    }
}
