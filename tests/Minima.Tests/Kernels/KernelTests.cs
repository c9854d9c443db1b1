using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Kernels;

public sealed class KernelTests
{
    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void A_call_allocates_nothing(string key) => Verdict.HoldsAtDefaults(new AllocationLaw(), key);
}
