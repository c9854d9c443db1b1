using Minima.Tensors.Losses;

namespace Minima.Training.MultiTask;

/// <summary>GradVac: raises the cosines between gradients to a target, a moving average of past cosines.</summary>
internal sealed class VaccineBalance(double rate) : TaskBalance(KeyOf(typeof(GradientVaccine)))
{
    // The formula requires cosines inside (-1, 1).
    private const double Most = 0.999;

    public override bool UsesGradients => true;

    public override TaskAnswer Next(TaskStep step)
    {
        var target = Remembered("target", 1, 0);
        ITaskMixture formula = new GradientVaccine(Math.Clamp(target[0], -Most, Most));
        var weights = formula.Weights(step.Products);
        var cosines = TaskAngles.Cosines(step.Products);
        if (cosines.Length > 0) target[0] += rate * (cosines.Average() - target[0]);
        return new(weights, OfShared: true);
    }
}
