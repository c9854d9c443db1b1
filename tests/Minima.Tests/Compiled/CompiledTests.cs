using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Compiled;

public sealed class CompiledTests
{
    [Theory]
    [MemberData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Compiled_kernels_give_the_bits_of_lanes(string key) => Verdict.Holds(new CompiledLaw(), key);
}
