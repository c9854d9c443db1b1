using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Weights;

/// <summary>What docs/numerics.md says of the gradient of a mean: the correctly rounded quotient where a slope is a power of two, within 1.5 ulps of it elsewhere.</summary>
public sealed class MeanGradientTests
{
    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void The_gradient_of_a_mean_is_the_slope_by_the_count(string key) => Verdict.Holds(new MeanGradientLaw(), key);
}
