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
internal sealed class SlowTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : TheoryAttribute(file, line);

internal sealed class SlowFactDiscoverer : FactDiscoverer
{
    public override ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute) =>
        Sweep.Holds(testMethod) ? base.Discover(discoveryOptions, testMethod, factAttribute) : new([]);
}

internal sealed class SlowTheoryDiscoverer : TheoryDiscoverer
{
    public override ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute) =>
        Sweep.Holds(testMethod) ? base.Discover(discoveryOptions, testMethod, factAttribute) : new([]);
}
