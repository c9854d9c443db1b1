using Minima.Training.Losses;

namespace Minima.Training.MultiTask;

/// <summary>GradVac: cosines between gradients are raised to a target, a moving average of the cosines met so far.</summary>
internal sealed class VaccineBalance(double rate) : TaskBalance(KeyOf(typeof(GradientVaccine)))
{
    // The formula asks for cosines inside (-1, 1).
    private const double Most = 0.999;

    public override bool UsesGradients => true;

    public override TaskAnswer Next(in TaskStep step)
    {
        var target = Remembered("target", 1, 0);
        var direction = new GradientVaccine(Math.Clamp(target[0], -Most, Most)).Of(step.Gradients).Values.ToArray();
        var cosines = TaskAngles.Cosines(step.Gradients);
        if (cosines.Length > 0) target[0] += rate * (cosines.Average() - target[0]);
        return DirectionWeights.Of(step.Gradients, direction);
    }
}
