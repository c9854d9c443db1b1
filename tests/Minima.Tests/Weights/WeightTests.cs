using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Weights;

public sealed class WeightTests
{
    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Uniform_weights_change_nothing(string key) => Verdict.Holds(new UniformWeightsLaw(), key);

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Weight_0_removes_and_a_common_factor_drops_out(string key) => Verdict.Holds(new WeightLaw(), key);

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Mask_removes(string key) => Verdict.Holds(new MaskLaw(), key);

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Nothing_left_is_0(string key) => Verdict.Holds(new EmptyLaw(), key);

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Batches_add_up_in_any_order(string key) => Verdict.Holds(new BatchLaw(), key);

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Gradient_in_place_is_the_same_and_other_overlaps_are_refused(string key) => Verdict.HoldsAtDefaults(new InPlaceLaw(), key);
}
