using System.Globalization;
using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Minima.Tests.Sampling;

/// <summary>
/// Data of a theory that sweeps the catalogue, as <see cref="MemberDataAttribute"/> names it, of which a seeded sample runs: 7 % by default, a fifth in <c>.ci/run</c>,
/// everything where <see cref="Sweep.IsFull"/>. Each theory draws its own sample, so that a loss left out of one is in another.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal class SampledDataAttribute(string memberName) : MemberDataAttributeBase(memberName, [])
{
    /// <summary>Share of the cases that README's command runs.</summary>
    public double Thin { get; init; } = Sweep.SlowShare;

    /// <summary>Share of the cases that <c>.ci/run</c> runs: another sample with each day of a commit.</summary>
    public double Wide { get; init; } = 0.2;

    public override async ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        Sweep.Sample(
            await base.GetData(testMethod, disposalTracker),
            Sweep.Of(Thin, Wide, 1),
            row => NameOf(testMethod, row));

    /// <summary>The name by which a case is drawn.</summary>
    internal static string NameOf(MethodInfo testMethod, ITheoryDataRow row) =>
        $"{testMethod.Name} {string.Join(' ', row.GetData().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)))}";
}

/// <summary>Data of a slow theory: 3 % of them by default, <see cref="Sweep.SlowShare"/> in <c>.ci/run</c>.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class SlowDataAttribute : SampledDataAttribute
{
    public SlowDataAttribute(string memberName)
        : base(memberName) => (Thin, Wide) = (0.03, Sweep.SlowShare);
}
