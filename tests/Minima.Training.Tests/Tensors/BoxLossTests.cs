using Minima.Losses;

namespace Minima.Training.Tests.Tensors;

/// <summary>Losses of boxes as operations on tensors and as terms of an objective.</summary>
public sealed class BoxLossTests
{
    private static Tensor Prediction => Tensor.Of([0.0, 0, 2, 2, 1, 1, 4, 3, -1, 0, 0.5, 2], [3, 4]);

    private static Tensor Target => Tensor.Of([0.5, 0.7, 2.5, 2.3, 0.8, 1.2, 3.6, 3.5, 3, 3, 4, 5], [3, 4]);

    public static TheoryData<string> Keys => ["iou", "giou", "diou", "ciou", "eiou", "siou", "alpha_iou", "wise_iou", "gaussian_wasserstein"];

    [SlowTheory]
    [MemberData(nameof(Keys))]
    public void ValueAndGradientsAreThoseOfTheEngine(string key)
    {
        var loss = Loss.Create(key);
        foreach (var type in new[] { ElementType.Double, ElementType.Single })
        {
            using var step = StepScope.Begin();
            var ofTarget = loss.Entry.Inputs[1].Differentiated;
            var (p, t) = (Prediction.To(type).WithGradient(), ofTarget ? Target.To(type).WithGradient() : Target.To(type));
            var value = loss.Apply(p, t);
            var gradients = Autograd.Gradient(value, ofTarget ? [p, t] : [p]);
            var (first, second) = (new double[12], new double[ofTarget ? 12 : 0]);
            var wanted = loss.Evaluate(new LossBatch<double> { Prediction = Prediction.ToArray(), Target = Target.ToArray(), Gradient = first, TargetGradient = second });
            var tolerance = type == ElementType.Double ? 1e-14 : 1e-5;
            Assert.Equal(wanted.Value, value.Item(), tolerance);
            Assert.All(first.Zip(gradients[0].ToArray()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
            if (ofTarget) Assert.All(second.Zip(gradients[1].ToArray()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }

    /// <summary>Terms with weights of their own: each pulls its own box alone.</summary>
    [Fact]
    public void TermsAreBoxes()
    {
        using var step = StepScope.Begin();
        var p = Prediction.Reshape([1, 3, 4]).WithGradient();
        var terms = new GeneralizedIntersectionOverUnion().Apply(p, Target.Reshape([1, 3, 4]), new LossArguments { Reduction = Minima.Reduction.None });
        Assert.Equal(Shape.Of([1, 3]), terms.Shape);
        var weighted = Autograd.Gradient((terms * Tensor.Of([0.0, 2, 0], [1, 3])).Sum(), [p])[0].ToArray();
        var alone = Prediction.Slice(0, 1, 1).WithGradient();
        var wanted = Autograd.Gradient(new GeneralizedIntersectionOverUnion().Apply(alone, Target.Slice(0, 1, 1)), [alone])[0].ToArray();
        Assert.Equal([0, 0, 0, 0, .. wanted.Select(x => 2 * x), 0, 0, 0, 0], weighted);
    }

    /// <summary>Weights of rows reach the boxes, and parts of a batch make the whole.</summary>
    [Fact]
    public void TermsOfAnObjective()
    {
        using var step = StepScope.Begin();
        var objective = new Objective(Loss.Create("giou"));
        var batch = new TrainingBatch { Features = Prediction, Target = Target, Weight = Tensor.Of([1.0, 0, 3], [3]) };
        var sums = new LossResult[1];
        var whole = objective.Apply(Prediction, batch, [], sums).Item();
        var terms = new GeneralizedIntersectionOverUnion().Apply(Prediction, Target, new LossArguments { Reduction = Minima.Reduction.None }).ToArray();
        Assert.Equal((terms[0] + (3 * terms[2])) / 4, whole, 1e-14);

        TrainingBatch Part(int first, int count) => new() { Features = Prediction.Slice(0, first, count).Contiguous(), Target = Target.Slice(0, first, count).Contiguous(), Weight = batch.Weight.Slice(0, first, count).Contiguous() };
        TrainingBatch[] parts = [Part(0, 2), Part(2, 1)];
        var denominators = new double[1];
        foreach (var part in parts) objective.AddDenominators(part, denominators);
        Assert.Equal(4, denominators[0]);
        Assert.Equal(whole, parts.Sum(part => objective.Apply(part.Features, part, denominators, sums).Item()), 1e-14);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var loss = new IntersectionOverUnion();
        Says("[.., 4]", () => loss.Apply(Tensor.Zeros([3, 5], ElementType.Double), Tensor.Zeros([3, 5], ElementType.Double)));
        Says("must be equal", () => loss.Apply(Prediction, Target.Slice(0, 0, 2)));
        Says("one number for each term", () => loss.Apply(Prediction, Target, new LossArguments { Weight = Tensor.Of([1.0, 2], [2]) }));
        Says("no gradient with respect to its target", () => loss.Apply(Prediction, Target.WithGradient()));
        Says("class axis", () => loss.Apply(Prediction, Target, new LossArguments { ClassAxis = 1 }));
        Says("gradient of its gradient", () =>
        {
            var p = Prediction.WithGradient();
            var mask = new bool[p.Count / 4];
            Autograd.Gradient(loss.Apply(p, Target, new LossArguments { Mask = mask }), [p], createGraph: true);
        });
        Assert.Throws<LossException>(() => loss.Apply(Tensor.Of([2.0, 0, 1, 1], [1, 4]), Target.Slice(0, 0, 1)));

        static void Says(string what, Action act) => Assert.Contains(what, Assert.Throws<TrainingException>(act).Message, StringComparison.Ordinal);
    }
}
