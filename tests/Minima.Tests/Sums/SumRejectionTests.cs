using Minima.Tests.Reference;
using Minima.Tests.SecondDerivatives;
using Xunit;

namespace Minima.Tests.Sums;

/// <summary>Tests of the tests: every law of sums rejects a loss that breaks it.</summary>
public sealed class SumRejectionTests
{
    private static readonly (SumLaw Law, string Wrong)[] Rejections =
    [
        (new SumOracleLaw(), "broken_sum_reading"),
        (new SumGradientLaw(), "broken_sum_slope"),
        (new SumHessianLaw(), "broken_sum_reading"),
        (new SumWidthLaw(), "broken_sum_state"),
        (new SumThreadLaw(), "broken_sum_state"),
        (new SumFloatLaw(), "broken_sum_state"),
        (new SumAllocationLaw(), "broken_sum_state"),
        (new SumWeightLaw(), "broken_sum_state"),
        (new SumOrderLaw(), "broken_sum_reading"),
        (new SumCurvatureLaw(), "broken_sum_reading"),
        (new SumNaNLaw(), "broken_sum_reading"),
        (new SumExtremeLaw(), "broken_sum_sign"),
        (new SumExtremeLaw(), "broken_sum_reading"),
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Rejections.Length)];

    [SlowTheory]
    [MemberData(nameof(Indices))]
    public void Law_rejects_what_breaks_it(int index)
    {
        var (law, wrong) = Rejections[index];
        Assert.True(law.Failures(Wrong(wrong)).Any(), $"{law.GetType().Name} has nothing against {wrong}");
    }

    /// <summary>A law that rejects none is not a law.</summary>
    [Fact]
    public void Every_law_is_tried()
    {
        var laws = typeof(SumLaw).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SumLaw)));
        Assert.Empty(laws.Except(Rejections.Select(r => r.Law.GetType())));
    }

    [Theory]
    [InlineData("rmse", "broken_sum_sign")]
    [InlineData("rmse", "broken_sum_slope")]
    public void Reference_rejects_what_breaks_it(string right, string wrong) =>
        Assert.NotEmpty(ReferenceTable.Of(right).SelectMany(row => SumReferenceTests.Failures(row, Wrong(wrong))));

    private static Loss Wrong(string key) =>
        Minima.Loss.Create(GeneratedLosses.Module.Entries.Single(entry => entry.Key == key), new Dictionary<string, object?>(StringComparer.Ordinal));
}
