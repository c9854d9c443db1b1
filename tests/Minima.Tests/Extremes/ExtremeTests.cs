using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Extremes;

public sealed class ExtremeTests
{
    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void NaN_in_is_NaN_out(string key) => Verdict.Holds(new NaNLaw(), key);

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Huge_and_tiny_inputs_are_never_NaN(string key) => Verdict.Holds(new FiniteLaw(), key);

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void The_gradient_of_an_overflow_is_a_number(string key) => Verdict.Holds(new OverflowLaw(), key);

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Infinite_inputs_give_the_limit(string key) => Verdict.Holds(new InfinityLaw(), key);

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Value_lies_above_the_declared_bound(string key) => Verdict.Holds(new BoundLaw(), key);
}
