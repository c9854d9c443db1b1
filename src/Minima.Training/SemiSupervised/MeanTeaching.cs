using Minima.Losses;
using Minima.Tensors.Losses;

namespace Minima.Training.SemiSupervised;

/// <summary>Mean teacher: the model's answer to an item is drawn to that of its averaged weights to the same item, changed otherwise; with a weight that rises.</summary>
/// <remarks>The weight at progress p is e^(-5 (1 - min(p / ramp, 1))^2) of its most. Source: Tarvainen and Valpola 2017, NeurIPS, arXiv:1703.01780.</remarks>
/// <param name="weak">Changes items; they keep their class.</param>
/// <param name="weight">The most that agreement counts; squares are in the mean over classes.</param>
/// <param name="ramp">The share of the training over which the weight rises.</param>
public sealed class MeanTeaching(ImageAugmentation weak, double weight = 30, double ramp = 0.3) : SemiSupervisedMethod
{
    /// <inheritdoc/>
    public override string Name => "mean teacher";

    /// <inheritdoc/>
    public override Tensor Loss(SemiSupervisedStep step)
    {
        ArgumentNullException.ThrowIfNull(step);

        // The teacher answers first: its weights take the place of the student's meanwhile.
        Tensor taught;
        using (step.Teacher.Apply()) taught = step.Said(weak.Apply(step.Unlabelled, step.Random));
        var known = new CrossEntropy().Apply(step.Model.Forward(weak.Apply(step.Labelled, step.Random)), step.Labels);
        return known + new MeanTeacher(weight * RampUp(step.Progress / ramp)).Apply(step.Model.Forward(weak.Apply(step.Unlabelled, step.Random)), taught);
    }

    /// <summary>e^(-5 (1 - x)^2) up to x = 1, and 1 behind it.</summary>
    internal static double RampUp(double x)
    {
        var left = 1 - Math.Clamp(x, 0, 1);
        return Math.Exp(-5 * left * left);
    }
}
