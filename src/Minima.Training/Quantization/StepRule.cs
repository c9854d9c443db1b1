namespace Minima.Training.Quantization;

/// <summary>The rule that chooses the distance between two levels from numbers.</summary>
public enum StepRule
{
    /// <summary>The step with the least squared error: it clips rare large numbers if that reduces the error.</summary>
    LeastError,

    /// <summary>The smallest step whose grid covers all numbers: one outlier makes it coarse.</summary>
    Range,
}
