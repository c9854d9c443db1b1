using Minima.Training.Diagnosis.Experiments;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Decides if a target represents classes.</summary>
internal static class TargetClasses
{
    /// <summary>True for int labels, or two numbers (0 and 1, -1 and +1) under a loss that maps predictions to probabilities or margins.</summary>
    public static bool Are(LossTerm term, Tensor target, double[] values)
    {
        if (target.Type == ElementType.Int32) return true;
        if (term.Loss.Entry.Row is not null) return false;
        var isTwo = values.All(value => value is 0 or 1) || values.All(value => value is -1 or 1);
        return isTwo && (LossLink.IsOfProbability(term.Loss) || term.Loss.DomainOf(1).IsLabel || (term.Loss.Entry.Task & LossTask.Binary) != 0);
    }
}
