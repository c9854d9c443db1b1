using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Compiled;

public sealed class CompiledTests
{
    [Theory]
    [SlowData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Compiled_kernels_give_the_bits_of_lanes(string key) => Verdict.Holds(new CompiledLaw(), key);

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Other_values_of_a_parameter_run_the_same_code(string key) => Verdict.Holds(new SweepLaw(), key);
}
