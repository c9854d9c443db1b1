using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Requests;

public sealed class RequestTests
{
    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Lengths_are_strict(string key) => Verdict.HoldsAtDefaults(new LengthLaw(), key);

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Domains_of_inputs_are_checked(string key) => Verdict.Holds(new DomainLaw(), key);

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Domains_of_parameters_are_checked(string key) => Verdict.HoldsAtDefaults(new ParameterLaw(), key);

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Bound_inputs_are_their_constants(string key) => Verdict.Holds(new BoundInputLaw(), key);
}
