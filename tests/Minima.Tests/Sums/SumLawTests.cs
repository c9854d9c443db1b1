using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Sums;

/// <summary>Every law of losses of sums over every one of the catalogue, at every parameter setting of the reference.</summary>
public sealed class SumLawTests
{
    [Theory]
    [SampledData(nameof(Subjects.SumKeys), MemberType = typeof(Subjects))]
    public void Value_and_gradient_are_those_of_the_definition(string key) => new SumOracleLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.SumKeys), MemberType = typeof(Subjects))]
    public void The_gradient_is_the_derivative(string key) => new SumGradientLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.SumKeys), MemberType = typeof(Subjects))]
    public void The_curvature_is_the_derivative_of_the_gradient(string key) => new SumHessianLaw().Holds(key);

    [SlowTheory]
    [SlowData(nameof(Subjects.SumKeys), MemberType = typeof(Subjects))]
    public void Every_width_gives_the_bits_of_one_element_at_a_time(string key) => new SumWidthLaw().Holds(key);

    [Theory]
    [SlowData(nameof(Subjects.SumKeys), MemberType = typeof(Subjects))]
    public void Any_number_of_threads_gives_the_same_bits(string key) => new SumThreadLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.SumKeys), MemberType = typeof(Subjects))]
    public void Float_is_double_rounded_once(string key) => new SumFloatLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.SumKeys), MemberType = typeof(Subjects))]
    public void Calls_allocate_nothing(string key) => new SumAllocationLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.SumKeys), MemberType = typeof(Subjects))]
    public void Weights_weigh_and_masks_leave_out(string key) => new SumWeightLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.SumKeys), MemberType = typeof(Subjects))]
    public void Order_does_not_matter(string key) => new SumOrderLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.SumKeys), MemberType = typeof(Subjects))]
    public void NaN_stays_in_its_group(string key) => new SumNaNLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.SumKeys), MemberType = typeof(Subjects))]
    public void Extremes_give_numbers(string key) => new SumExtremeLaw().Holds(key);
}
