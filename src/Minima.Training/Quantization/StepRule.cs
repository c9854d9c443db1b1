namespace Minima.Training.Quantization;

/// <summary>How the distance of two levels is chosen from numbers.</summary>
public enum StepRule
{
    /// <summary>The step with the least squared error: it cuts off rare large numbers where that pays.</summary>
    LeastError,

    /// <summary>The smallest step whose grid reaches all numbers: one outlier makes it coarse.</summary>
    Range,
}
