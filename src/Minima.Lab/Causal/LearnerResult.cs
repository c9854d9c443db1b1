using Minima.Lab.Pictures;

namespace Minima.Lab.Causal;

/// <summary>What a learner said.</summary>
/// <param name="Name">Of the learner.</param>
/// <param name="Average">Estimates of the average effect less the truth, seed by seed.</param>
/// <param name="Units">The error of effects unit by unit, seed by seed.</param>
/// <param name="First">With the first seed: true and estimated effects of units.</param>
internal sealed record LearnerResult(Words Name, Sample Average, Sample Units, IReadOnlyList<(double X, double Y)> First)
{
    /// <summary>The mean of |estimate - truth| of the average effect.</summary>
    public double AverageError => Average.Values.Average(Math.Abs);
}
