namespace Minima.Tabular;

/// <summary>Which values of a metric are good.</summary>
public enum MetricGoal
{
    Lower,
    Higher,

    /// <summary>Bias: too high is as bad as too low.</summary>
    NearZero,

    /// <summary>Coverage: a prediction of the middle has half of the targets below it.</summary>
    NearHalf,
}
