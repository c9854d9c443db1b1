using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Boxes;

/// <summary>Every law of box losses over every box loss of the catalogue, at every parameter setting of the reference.</summary>
public sealed class BoxLawTests
{
    [SlowTheory]
    [SampledData(nameof(Subjects.BoxKeys), MemberType = typeof(Subjects))]
    public void Both_ways_give_what_duals_give(string key) => new BoxDualLaw().Holds(key);

    [Fact]
    public void Both_ways_of_one_loss_give_what_duals_give() => new BoxDualLaw().Holds("giou");

    [Theory]
    [SampledData(nameof(Subjects.BoxKeys), MemberType = typeof(Subjects))]
    public void The_gradient_is_the_derivative(string key) => new BoxGradientLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.BoxKeys), MemberType = typeof(Subjects))]
    public void The_curvature_is_that_of_duals_of_duals(string key) => new BoxHessianLaw().Holds(key);

    [SlowTheory]
    [SlowData(nameof(Subjects.BoxKeys), MemberType = typeof(Subjects))]
    public void Every_width_gives_the_bits_of_one_box_at_a_time(string key) => new BoxWidthLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.BoxKeys), MemberType = typeof(Subjects))]
    public void Any_number_of_threads_gives_the_same_bits(string key) => new BoxThreadLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.BoxKeys), MemberType = typeof(Subjects))]
    public void Float_lies_within_the_declared_ulps(string key) => new BoxFloatLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.BoxKeys), MemberType = typeof(Subjects))]
    public void Calls_allocate_nothing(string key) => new BoxAllocationLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.BoxKeys), MemberType = typeof(Subjects))]
    public void Leaving_boxes_out_is_removing_them(string key) => new BoxMaskLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.BoxKeys), MemberType = typeof(Subjects))]
    public void Weights_weigh(string key) => new BoxWeightLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.BoxKeys), MemberType = typeof(Subjects))]
    public void Boxes_stand_for_themselves(string key) => new BoxBatchLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.BoxKeys), MemberType = typeof(Subjects))]
    public void NaN_stays_in_its_box(string key) => new BoxNaNLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.BoxKeys), MemberType = typeof(Subjects))]
    public void Extremes_give_numbers(string key) => new BoxExtremeLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.BoxKeys), MemberType = typeof(Subjects))]
    public void Where_a_pair_stands_does_not_matter(string key) => new BoxShiftLaw().Holds(key);

    [Theory]
    [SampledData(nameof(Subjects.BoxKeys), MemberType = typeof(Subjects))]
    public void How_large_a_pair_is_does_not_matter(string key) => new BoxScaleLaw().Holds(key);
}
