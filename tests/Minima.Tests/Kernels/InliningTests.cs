using Minima.Tests.Broken;
using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Kernels;

/// <summary>The JIT's events are dropped where too many come at once: nothing else is compiled meanwhile.</summary>
[Collection(nameof(InliningTests))]
[CollectionDefinition(nameof(InliningTests), DisableParallelization = true)]
public sealed class InliningTests
{
    /// <summary>All entries in one test: the events of one listener are enough, and each formula is compiled once.</summary>
    [SlowFact]
    public void No_call_is_left_in_a_kernel()
    {
        var debuggable = typeof(Loss).Assembly.GetCustomAttributes(typeof(System.Diagnostics.DebuggableAttribute), inherit: false).Cast<System.Diagnostics.DebuggableAttribute>();
        Assert.True(debuggable.All(d => !d.IsJITOptimizerDisabled), "the library was compiled without optimisation, so the JIT inlines nothing: test with -c Release");
        var formulas = InliningLaw.FreshFormulas();
        Assert.Equal(Subjects.Points.Count, formulas.Count);
        Verdict.None([.. InliningLaw.Failures(formulas).Select(f => $"{f.Formula.GetGenericArguments()[0].Name}: {f.Failure}")]);
    }

    /// <summary>The runtime may drop an event, but hardly the same one five times.</summary>
    [Fact]
    public void A_call_left_in_a_kernel_is_found() =>
        Assert.Contains(Enumerable.Range(0, 5), _ => InliningLaw.Failures([InliningLaw.Fresh(typeof(NotInlined))]).Any(f => f.Failure.Contains("Square", StringComparison.Ordinal)));
}
