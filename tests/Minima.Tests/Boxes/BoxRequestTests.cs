using Minima.Losses;
using Xunit;

namespace Minima.Tests.Boxes;

/// <summary>What a batch of boxes is refused for, and what the message says.</summary>
public sealed class BoxRequestTests
{
    private static readonly double[] Box = [0, 0, 1, 1];

    [Fact]
    public void A_box_the_wrong_way_round_is_named_with_its_corners()
    {
        var boxes = new double[4 * 300];
        for (var n = 0; n < 300; n++)
        {
            Box.CopyTo(boxes, 4 * n);
        }

        var wrong = (double[])boxes.Clone();
        wrong[4 * 217 + 3] = -0.5;
        foreach (var (prediction, target, name) in new[] { (wrong, boxes, "prediction"), (boxes, wrong, "target") })
        {
            var refused = Assert.Throws<LossException>(() => new IntersectionOverUnion().Value(prediction, target));
            Assert.Equal(LossError.Domain, refused.Error);
            Assert.Contains($"box 217 of '{name}' has the corners (0, 0, 1, -0.5)", refused.Message, StringComparison.Ordinal);
        }

        // Masked it may be anything, and NaN is no inversion.
        var mask = Enumerable.Range(0, 300).Select(n => n != 217).ToArray();
        Assert.Equal(0, new IntersectionOverUnion().Evaluate(new LossBatch<double> { Prediction = wrong, Target = boxes, Mask = mask }).Value, 6);
        wrong[4 * 217 + 3] = double.NaN;
        Assert.True(double.IsNaN(new IntersectionOverUnion().Value(wrong, boxes)));
    }

    [Fact]
    public void Every_place_of_an_inverted_box_is_found_in_float_and_double()
    {
        for (var boxes = 1; boxes < 150; boxes += 7)
        {
            for (var n = 0; n < boxes; n++)
            {
                var wide = Enumerable.Range(0, boxes).SelectMany(_ => Box).ToArray();
                wide[4 * n + 2 + (n & 1)] = -1;
                Assert.Equal(n, BoxLayout.FirstInverted<double>(wide, 0));
                Assert.Equal(n, BoxLayout.FirstInverted<float>(Array.ConvertAll(wide, x => (float)x), 0));
            }
        }
    }

    [Fact]
    public void No_box_has_value_0() => Assert.Equal(new LossResult(0, 0, Reduction.Mean), new GeneralizedIntersectionOverUnion().Evaluate(default(LossBatch<float>)));

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Refuses(LossError.Shape, () => new IntersectionOverUnion().Value([0.0, 0, 1], [0.0, 0, 1]));
        Refuses(LossError.Shape, () => new IntersectionOverUnion().Value(Box, [0.0, 0, 1, 1, 0, 0, 1, 1]));
        Refuses(LossError.MissingInput, () => new IntersectionOverUnion().Value(Box, []));
        Refuses(LossError.Shape, () => new IntersectionOverUnion().ValueAndGradient(Box, Box, new double[3]));
        Refuses(LossError.Shape, () => new IntersectionOverUnion().Evaluate(new LossBatch<double> { Prediction = Box, Target = Box, SampleWeight = Box }));
        Refuses(LossError.UnknownInput, () => new IntersectionOverUnion().Evaluate(new LossBatch<double> { Prediction = Box, Target = Box, TargetGradient = new double[4] }));
        Refuses(LossError.NoHessian, () => new CompleteIntersectionOverUnion().Evaluate(new LossBatch<double> { Prediction = Box, Target = Box, Hessian = new double[4] }));
        Refuses(LossError.ParameterDomain, () => new AlphaIntersectionOverUnion(0).Value(Box, Box));
        Refuses(LossError.Weights, () => new IntersectionOverUnion().Evaluate(new LossBatch<double> { Prediction = Box, Target = Box, SampleWeight = [double.NaN] }));
        Refuses(LossError.UnknownInput, () => Loss.Create("iou").Evaluate(new LossBatch<double> { Prediction = Box, Target = Box, Classes = 4 }));
    }

    [Fact]
    public void Overlapping_outputs_are_refused()
    {
        var memory = new double[12];
        Box.CopyTo(memory, 0);
        Refuses(LossError.Shape, () => new IntersectionOverUnion().ValueAndGradient(memory.AsSpan(0, 4), Box, memory.AsSpan(1, 4)));
        Refuses(LossError.Shape, () => new IntersectionOverUnion().Evaluate(new LossBatch<double> { Prediction = Box, Target = Box, Gradient = memory.AsSpan(4, 4), Hessian = memory.AsSpan(6, 4) }));
        Refuses(LossError.Shape, () => new IntersectionOverUnion().Evaluate(new LossBatch<double> { Prediction = Box, Target = Box, Gradient = memory.AsSpan(4, 4), Terms = memory.AsSpan(7, 1) }));
    }

    private static void Refuses(LossError error, Action call) => Assert.Equal(error, Assert.Throws<LossException>(call).Error);
}
