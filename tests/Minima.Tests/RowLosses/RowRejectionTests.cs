using Minima.Tests.Reference;
using Minima.Tests.SecondDerivatives;
using Xunit;

namespace Minima.Tests.RowLosses;

/// <summary>Tests of the tests: every law of rows rejects a loss that breaks it.</summary>
public sealed class RowRejectionTests
{
    private static readonly (RowLaw Law, string Wrong)[] Rejections =
    [
        (new RowTapeLaw(), "broken_row_reading"),
        (new RowGradientLaw(), "broken_row_slope"),
        (new RowCurvatureLaw(), "broken_row_reading"),
        (new RowHessianLaw(), "broken_row_reading"),
        (new RowWidthLaw(), "broken_row_reading"),
        (new RowWidthLaw(), "broken_row_state"),
        (new RowFusedLaw(), "broken_row_state"),
        (new RowThreadLaw(), "broken_row_state"),
        (new RowFloatLaw(), "broken_row_epsilon"),
        (new RowAllocationLaw(), "broken_row_state"),
        (new RowMaskLaw(), "broken_row_state"),
        (new RowWeightLaw(), "broken_row_state"),
        (new RowBatchLaw(), "broken_row_state"),
        (new RowAxisLaw(), "broken_row_state"),
        (new RowNaNLaw(), "broken_row_reading"),
        (new RowExtremeLaw(), "broken_row_epsilon"),
        (new RowShiftLaw(), "broken_row_epsilon"),
        (new RowBoundLaw(), "broken_row_sign"),
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
        var laws = typeof(RowLaw).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RowLaw)));
        Assert.Empty(laws.Except(Rejections.Select(r => r.Law.GetType())));
    }

    [Theory]
    [InlineData("cross_entropy", "broken_row_sign")]
    [InlineData("cross_entropy", "broken_row_epsilon")]
    [InlineData("cross_entropy", "broken_row_slope")]
    public void Reference_rejects_what_breaks_it(string right, string wrong) =>
        Assert.NotEmpty(ReferenceTable.Of(right).Where(row => row.ClassWeight.Length == 0 && !row.Inputs["target"].Contains(-100)).SelectMany(row => RowReferenceTests.Failures(row, Wrong(wrong))));

    private static Loss Wrong(string key) =>
        Minima.Loss.Create(GeneratedLosses.Module.Entries.Single(entry => entry.Key == key), new Dictionary<string, object?>(StringComparer.Ordinal));
}
