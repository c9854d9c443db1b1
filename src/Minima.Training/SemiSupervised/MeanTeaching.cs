using Minima.Losses;
using Minima.Tensors.Losses;

namespace Minima.Training.SemiSupervised;

/// <summary>Mean teacher: draws the model's prediction for an item to that of its averaged weights for the same item, augmented differently, with a rising weight.</summary>
/// <remarks>The weight at progress p is e^(-5 (1 - min(p / ramp, 1))^2) of its maximum. Source: Tarvainen and Valpola 2017, NeurIPS, arXiv:1703.01780.</remarks>
/// <param name="weak">Augments items; they keep their class.</param>
/// <param name="weight">The largest weight of the agreement; squares are averaged over classes.</param>
/// <param name="ramp">The proportion of the training over which the weight rises.</param>
public sealed class MeanTeaching(ImageAugmentation weak, double weight = 30, double ramp = 0.3) : SemiSupervisedMethod
{
    /// <inheritdoc/>
    public override string Name => "mean teacher";

    /// <inheritdoc/>
    public override Tensor Loss(SemiSupervisedStep step)
    {
        ArgumentNullException.ThrowIfNull(step);

        // The teacher predicts first: its weights replace the student's meanwhile.
        Tensor taught;
        using (step.Teacher.Apply()) taught = step.Said(weak.Apply(step.Unlabelled, step.Random));
        var known = new CrossEntropy().Apply(step.Model.Forward(weak.Apply(step.Labelled, step.Random)), step.Labels);
        return known + new MeanTeacher(weight * RampUp(step.Progress / ramp)).Apply(step.Model.Forward(weak.Apply(step.Unlabelled, step.Random)), taught);
    }

    /// <summary>e^(-5 (1 - x)^2) up to x = 1, and 1 above.</summary>
    internal static double RampUp(double x)
    {
        var left = 1 - Math.Clamp(x, 0, 1);
        return Math.Exp(-5 * left * left);
    }
}
