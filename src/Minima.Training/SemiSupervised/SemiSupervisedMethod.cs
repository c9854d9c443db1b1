namespace Minima.Training.SemiSupervised;

/// <summary>A way to learn from few labels and many items without.</summary>
public abstract class SemiSupervisedMethod
{
    /// <summary>What reports call it.</summary>
    public abstract string Name { get; }

    /// <summary>The loss of a step, one number.</summary>
    public abstract Tensor Loss(SemiSupervisedStep step);
}
