using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Derivatives;

public sealed class DerivativeTests
{
    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Dual_is_the_difference_of_the_value(string key) => Verdict.Holds(new GradientLaw(), key);

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Jet_is_the_dual_of_duals_and_the_difference_of_the_gradient(string key) => Verdict.Holds(new SecondDerivativeLaw(), key);

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Hessian_is_scaled_as_the_gradient_and_Gauss_Newton_is_its_positive_part(string key) => Verdict.Holds(new HessianLaw(), key);
}
