using Minima.Tests.Reference;
using Minima.Tests.SecondDerivatives;
using Xunit;

namespace Minima.Tests.Boxes;

/// <summary>Tests of the tests: every law of boxes rejects a loss that breaks it.</summary>
public sealed class BoxRejectionTests
{
    private static readonly (BoxLaw Law, string Wrong)[] Rejections =
    [
        (new BoxDualLaw(), "broken_box_reading"),
        (new BoxGradientLaw(), "broken_box_slope"),
        (new BoxCurvatureLaw(), "broken_box_reading"),
        (new BoxHessianLaw(), "broken_box_reading"),
        (new BoxWidthLaw(), "broken_box_state"),
        (new BoxThreadLaw(), "broken_box_state"),
        (new BoxFloatLaw(), "broken_box_rounding"),
        (new BoxAllocationLaw(), "broken_box_state"),
        (new BoxMaskLaw(), "broken_box_state"),
        (new BoxWeightLaw(), "broken_box_state"),
        (new BoxBatchLaw(), "broken_box_state"),
        (new BoxNaNLaw(), "broken_box_reading"),
        (new BoxExtremeLaw(), "broken_box_reading"),
        (new BoxShiftLaw(), "broken_box_sign"),
        (new BoxShiftLaw(), "broken_box_reading"),
        (new BoxScaleLaw(), "broken_box_reading"),
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
        var laws = typeof(BoxLaw).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(BoxLaw)));
        Assert.Empty(laws.Except(Rejections.Select(r => r.Law.GetType())));
    }

    [Theory]
    [InlineData("iou", "broken_box_sign")]
    [InlineData("iou", "broken_box_slope")]
    public void Reference_rejects_what_breaks_it(string right, string wrong) =>
        Assert.NotEmpty(ReferenceTable.Of(right).SelectMany(row => BoxReferenceTests.Failures(row, Wrong(wrong))));

    private static Loss Wrong(string key) =>
        Minima.Loss.Create(GeneratedLosses.Module.Entries.Single(entry => entry.Key == key), new Dictionary<string, object?>(StringComparer.Ordinal));
}
