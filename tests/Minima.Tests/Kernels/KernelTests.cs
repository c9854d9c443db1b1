using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Kernels;

public sealed class KernelTests
{
    /// <summary>All entries in one test: the events of one listener are enough, and each formula is compiled once.</summary>
    [Fact]
    public void No_call_is_left_in_a_kernel()
    {
        var debuggable = typeof(Loss).Assembly.GetCustomAttributes(typeof(System.Diagnostics.DebuggableAttribute), inherit: false).Cast<System.Diagnostics.DebuggableAttribute>();
        Assert.True(debuggable.All(d => !d.IsJITOptimizerDisabled), "the library was compiled without optimisation, so the JIT inlines nothing: test with -c Release");
        var formulas = InliningLaw.FreshFormulas();
        Assert.Equal(Subjects.Points.Count, formulas.Count);
        Verdict.None([.. InliningLaw.Failures(formulas).Select(f => $"{f.Formula.GetGenericArguments()[0].Name}: {f.Failure}")]);
    }

    [Theory]
    [MemberData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void A_call_allocates_nothing(string key) => Verdict.HoldsAtDefaults(new AllocationLaw(), key);
}
