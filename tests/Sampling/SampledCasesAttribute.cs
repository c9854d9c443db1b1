using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Minima.Tests.Sampling;

/// <summary>One row of a theory's table, of which <see cref="SampledCasesAttribute"/> draws.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class CaseAttribute(params object?[] data) : Attribute
{
    public object?[] Data { get; } = data;
}

/// <summary>The <see cref="CaseAttribute"/>s of a theory whose rows are slow: a seeded sample of them by default, a third in <c>.ci/run</c>, all where <see cref="Sweep.IsFull"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SampledCasesAttribute : DataAttribute
{
    /// <summary>Share of the rows that README's command runs.</summary>
    public double Thin { get; init; } = 0.1;

    /// <summary>Share of the rows that <c>.ci/run</c> runs.</summary>
    public double Wide { get; init; } = 1.0 / 3;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) => new(Sweep.Sample<ITheoryDataRow>(
        [.. testMethod.GetCustomAttributes<CaseAttribute>().Select(one => new TheoryDataRow(one.Data))],
        Sweep.Of(Thin, Wide, 1),
        row => SampledDataAttribute.NameOf(testMethod, row)));

    public override bool SupportsDiscoveryEnumeration() => true;
}
