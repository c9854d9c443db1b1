namespace Minima.Training.SemiSupervised;

/// <summary>A method of learning from few labelled and many unlabelled items.</summary>
public abstract class SemiSupervisedMethod
{
    /// <summary>Its name in reports.</summary>
    public abstract string Name { get; }

    /// <summary>The loss of a step, one number.</summary>
    public abstract Tensor Loss(SemiSupervisedStep step);
}
