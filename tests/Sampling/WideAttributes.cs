using System.Runtime.CompilerServices;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Minima.Tests.Sampling;

/// <summary>A slow test of something that a faster one holds too: <c>.ci/run</c> runs it, README's command does not.</summary>
[XunitTestCaseDiscoverer(typeof(WideFactDiscoverer))]
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WideFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : FactAttribute(file, line);

/// <summary>A theory of the kind of <see cref="WideFactAttribute"/>.</summary>
[XunitTestCaseDiscoverer(typeof(WideTheoryDiscoverer))]
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WideTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : TheoryAttribute(file, line);

internal sealed class WideFactDiscoverer : FactDiscoverer
{
    public override ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute) =>
        Sweep.IsThin ? new([]) : base.Discover(discoveryOptions, testMethod, factAttribute);
}

internal sealed class WideTheoryDiscoverer : TheoryDiscoverer
{
    public override ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute) =>
        Sweep.IsThin ? new([]) : base.Discover(discoveryOptions, testMethod, factAttribute);
}
