using System.Runtime.CompilerServices;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Minima.Tests.Sampling;

/// <summary>A slow test: README's command runs a tenth of them, always the same ones, <c>.ci/run</c> a third, other ones each day, and <c>.ci/run --all</c> all.</summary>
[XunitTestCaseDiscoverer(typeof(SlowFactDiscoverer))]
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SlowFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : FactAttribute(file, line);

/// <summary>A theory of the kind of <see cref="SlowFactAttribute"/>.</summary>
[XunitTestCaseDiscoverer(typeof(SlowTheoryDiscoverer))]
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SlowTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : TheoryAttribute(file, line)
{
    /// <summary>The chance that <c>.ci/run</c> runs the theory at all; 1 where its data draw the cases already, and a draw of both would leave most days without any.</summary>
    public double Wide { get; init; } = 1.0 / 3;
}

internal sealed class SlowFactDiscoverer : FactDiscoverer
{
    public override ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute) =>
        Sweep.Holds(testMethod, wide: 1.0 / 3) ? base.Discover(discoveryOptions, testMethod, factAttribute) : new([]);
}

internal sealed class SlowTheoryDiscoverer : TheoryDiscoverer
{
    public override ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute) =>
        Sweep.Holds(testMethod, factAttribute is SlowTheoryAttribute theory ? theory.Wide : 1) ? base.Discover(discoveryOptions, testMethod, factAttribute) : new([]);
}
