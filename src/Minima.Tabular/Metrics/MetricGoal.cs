namespace Minima.Tabular;

/// <summary>The direction in which values of a metric are better.</summary>
public enum MetricGoal
{
    Lower,
    Higher,

    /// <summary>Bias: too high is as bad as too low.</summary>
    NearZero,

    /// <summary>Coverage: half of the targets lie below a prediction of the median.</summary>
    NearHalf,
}
