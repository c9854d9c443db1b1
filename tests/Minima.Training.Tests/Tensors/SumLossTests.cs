using Minima.Losses;

namespace Minima.Training.Tests.Tensors;

/// <summary>Losses of sums as operations on tensors and as terms of an objective.</summary>
public sealed class SumLossTests
{
    public static TheoryData<string> Keys => [.. Catalogue.All.Where(entry => entry.Sums is not null).Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void GradientsAreDifferences(string key)
    {
        using var step = StepScope.Begin();
        var loss = Catalogue.Find(key).CreateExample();
        Shape shape = [3, loss.Entry.Sums!.Classes ?? 2, 2, 2];
        var target = Values(shape, 5);
        GradientCheck.Holds(x => loss.Apply(x[0], target), 1e-5, Values(shape, 6));
        if (loss.Entry.Sums.IsScalar) return;
        GradientCheck.Holds(x => loss.Apply(x[0], target, new LossArguments { Reduction = Minima.Reduction.Sum }), 1e-5, Values(shape, 6));
        GradientCheck.Holds(x => loss.Apply(x[0], target, new LossArguments { Reduction = Minima.Reduction.None }), 1e-5, Values(shape, 6));
        var terms = loss.Apply(Values(shape, 6), target, new LossArguments { Reduction = Minima.Reduction.None });
        var weight = GradientCheck.Numbers(terms.Shape, 9, 0.5, 2);
        GradientCheck.Holds(x => loss.Apply(x[0], target, new LossArguments { Weight = weight }), 1e-5, Values(shape, 6));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void TheValueIsThatOfTheEngine(string key)
    {
        using var step = StepScope.Begin();
        var loss = Catalogue.Find(key).CreateExample();
        var classes = loss.Entry.Sums!.Classes ?? 2;
        var (p, t) = (Values([3, classes, 5], 1), Values([3, classes, 5], 2));
        var batch = new LossBatch<double> { Prediction = p.Read<double>(), Target = t.Read<double>(), Rows = loss.Groups == SumGroups.Batch ? 1 : 3, Classes = loss.Groups is SumGroups.Classes or SumGroups.ClassesOfBatch ? classes : 1 };
        Assert.Equal(loss.Evaluate(batch).Value, loss.Apply(p, t).Item());
        var single = loss.Apply(p.To(ElementType.Single), t.To(ElementType.Single)).Item();
        Assert.Equal(loss.Evaluate(batch).Value, single, 1e-4 * Math.Max(1, Math.Abs(single)));
    }

    [Fact]
    public void ByTypeAndByNameAreOne()
    {
        using var step = StepScope.Begin();
        var (p, t) = (Values([2, 3, 4], 1), Values([2, 3, 4], 2));
        Assert.Equal(Loss.Create("tversky", ("alpha", 0.3)).Apply(p, t).Item(), new Tversky { Alpha = 0.3 }.Apply(p, t).Item());
        Shape byClass = [2, 3];
        Assert.Equal(byClass, new Dice().Apply(p, t, new LossArguments { Reduction = Minima.Reduction.None }).Shape);
        Shape overBatch = [3];
        Assert.Equal(overBatch, (new Tversky() with { Batch = true }).Apply(p, t, new LossArguments { Reduction = Minima.Reduction.None }).Shape);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var (p, t) = (Values([2, 3, 4], 1), Values([2, 3, 4], 2));
        Says("must be equal", () => new Dice().Apply(p, t.Reshape([2, 12])));
        Says("it must be [batch, class, ..]", () => new Dice().Apply(p.Reshape([24]), t.Reshape([24])));
        Says("needs a target", () => Loss.Create("dice").Apply(p));
        Says("one number for each term", () => new Dice().Apply(p, t, new LossArguments { Weight = Values([2], 1) }));
        Says("no gradient with respect to its target", () => new Dice().Apply(p, t.WithGradient()));
        Says("class axis", () => new Dice().Apply(p, t, new LossArguments { ClassAxis = 1 }));
        Says("gradient of its gradient", () =>
        {
            var x = p.WithGradient();
            Autograd.Gradient(new Dice().Apply(x, t, new LossArguments { Mask = [true, true, true, true, true, false] }), [x], createGraph: true);
        });

        static void Says(string what, Action act) => Assert.Contains(what, Assert.Throws<TrainingException>(act).Message, StringComparison.Ordinal);
    }

    /// <summary>As a term of an objective: weights of rows reach the terms of each row, parts of a batch make the whole, and what reads the whole batch says so.</summary>
    [Fact]
    public void TermsOfAnObjective()
    {
        using var step = StepScope.Begin();
        var (p, t) = (Values([4, 1, 6], 1).To(ElementType.Single), Values([4, 1, 6], 2).To(ElementType.Single));
        var weight = Tensor.Of([1f, 2f, 0f, 1f], [4]);
        var batch = new TrainingBatch { Features = p, Target = t, Weight = weight };
        var sums = new LossResult[1];
        var whole = new Objective(Loss.Create("dice")).Apply(p, batch, [], sums).Item();
        var terms = new Dice().Apply(p, t, new LossArguments { Reduction = Minima.Reduction.None }).ToArray();
        Assert.Equal((terms[0] + (2 * terms[1]) + terms[3]) / 4, whole, 1e-6);

        var objective = new Objective(Loss.Create("dice"));
        TrainingBatch[] parts = [Part(0, 1), Part(1, 3)];
        var denominators = new double[1];
        foreach (var part in parts) objective.AddDenominators(part, denominators);
        Assert.Equal(4, denominators[0]);
        Assert.Equal(whole, parts.Sum(part => objective.Apply(part.Features, part, denominators, sums).Item()), 1e-6);

        var refused = Assert.Throws<TrainingException>(() => new Objective(Loss.Create("dice", ("batch", true))).AddDenominators(batch, denominators));
        Assert.Contains("Train on whole batches", refused.Message, StringComparison.Ordinal);

        // What pairs rows cannot be worked off in parts either.
        var pairs = Assert.Throws<TrainingException>(() => new Objective(Loss.Create("batch_hard_triplet")).AddDenominators(batch with { Target = Tensor.Of([0, 0, 1, 1], [4]) }, denominators));
        Assert.Contains("Train on whole batches", pairs.Message, StringComparison.Ordinal);

        TrainingBatch Part(int first, int count) => new() { Features = p.Slice(0, first, count).Contiguous(), Target = t.Slice(0, first, count).Contiguous(), Weight = weight.Slice(0, first, count).Contiguous() };
    }

    private static Tensor Values(Shape shape, int seed) => GradientCheck.Numbers(shape, seed, 0.1, 0.9);
}
