using Minima.Losses;

namespace Minima.Training.Tests.Tensors;

/// <summary>Tensors as their users meet them: views, steps, gradients that add up, and everything that is refused.</summary>
public class TensorTests
{
    [Fact]
    public void AViewSharesMemoryAndACopyDoesNot()
    {
        var x = Tensor.Of([1f, 2, 3, 4, 5, 6], [2, 3]);
        var view = x.Transpose();
        var copy = x.Keep();
        x.Write<float>()[1] = 20;
        Assert.Equal([1, 4, 20, 5, 3, 6], view.ToArray());
        Assert.Equal(2, copy.ToArray()[1]);
        Assert.Equal([20, 3, 5, 6], x.Slice(1, 1, 2).ToArray());
        Assert.Contains("Contiguous", Assert.Throws<TrainingException>(() => view.Read<float>().Length).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GradientsAddUpUntilTheyAreCleared()
    {
        var w = Tensor.Of([2.0, 3], [2]).WithGradient();
        Assert.True(w.Gradient.IsNone);
        (w * w).Sum().Backward();
        (w * w).Sum().Backward();
        Assert.Equal([8, 12], w.Gradient.ToArray());
        w.ClearGradient();
        Assert.True(w.Gradient.IsNone);
    }

    [Fact]
    public void BackwardTakesAGradientOfATensorsShape()
    {
        var w = Tensor.Of([2.0, 3], [2]).WithGradient();
        (w * w).Backward(Tensor.Of([1.0, 10], [2]));
        Assert.Equal([4, 60], w.Gradient.ToArray());
        Assert.Contains("[3]", Assert.Throws<TrainingException>(() => (w * w).Backward(Tensor.Ones([3], ElementType.Double))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GradientsOfAResultThatIsUsedTwiceAddUp()
    {
        var w = Tensor.Of([2.0], [1]).WithGradient();
        var square = w * w;
        (square * square + square).Sum().Backward();
        Assert.Equal([(4 * 8) + 4], w.Gradient.ToArray());
    }

    [Fact]
    public void OneGradientTensorIsNotSharedByTwoLeaves()
    {
        var a = Tensor.Of([1f, 2], [2]).WithGradient();
        var b = Tensor.Of([3f, 4], [2]).WithGradient();
        using (StepScope.Begin())
        {
            ((a + b) * (a + b)).Sum().Backward();
            (a * 1).Sum().Backward();
        }

        Assert.Equal([9, 13], a.Gradient.ToArray());
        Assert.Equal([8, 12], b.Gradient.ToArray());
    }

    [Fact]
    public void ATensorOfAStepThatEndedSaysSo()
    {
        Tensor gone, kept;
        using (StepScope.Begin())
        {
            gone = Tensor.Ones([3]) * 2;
            kept = gone.Keep();
        }

        Assert.Contains("Keep()", Assert.Throws<TrainingException>(() => gone.ToArray()).Message, StringComparison.Ordinal);
        Assert.Equal([2, 2, 2], kept.ToArray());
        using (StepScope.Begin())
        {
            var reused = Tensor.Ones([3]);
            Assert.Throws<TrainingException>(() => gone + reused);
        }
    }

    [Fact]
    public void StepsNest()
    {
        using (StepScope.Begin())
        {
            var outer = Tensor.Full([4], 3);
            using (StepScope.Begin())
            {
                Assert.Equal(12, (outer * 1).Sum().Item());
            }

            Assert.Equal(12, outer.Sum().Item());
        }
    }

    [Fact]
    public void AStepAllocatesNothingOnceItIsWarm()
    {
        var x = GradientCheck.Numbers([64, 20]).To(ElementType.Single).Keep();
        var y = GradientCheck.Numbers([64, 5], 3).To(ElementType.Single).Keep();
        var w = GradientCheck.Numbers([20, 5], 2).To(ElementType.Single).WithGradient();
        var b = Tensor.Zeros([5]).WithGradient();
        for (var i = 0; i < 200; i++) Step();
        Assert.Equal(0, Steady.Allocated(Step, steps: 1000));

        void Step()
        {
            using (StepScope.Begin())
            {
                w.ClearGradient();
                b.ClearGradient();
                var predicted = (x.MatMul(w) + b.BroadcastTo([64, 5])).Exp();
                new Huber(1).Apply(predicted, y).Backward();
            }
        }
    }

    [Fact]
    public void ALossIsOneNodeWithItsExactGradient()
    {
        var prediction = Tensor.Of([2.5, 0, 2.1], [3]).WithGradient();
        var target = Tensor.Of([3, -0.5, 2], [3]);
        var loss = new MeanSquaredError().Apply(prediction, target);
        Assert.Equal(0.17, loss.Item(), 1e-15);
        loss.Backward();
        Assert.Equal([2 * -0.5 / 3, 2 * 0.5 / 3, 2 * (2.1 - 2) / 3], prediction.Gradient.ToArray().Select(g => g), Close);
    }

    [Fact]
    public void RowLossesTakeLabelsAlongAnyAxis()
    {
        var logits = GradientCheck.Numbers([2, 4, 3]).WithGradient();
        var labels = Tensor.Of([0, 3, 1, 2, 2, 0], [2, 3]);
        var loss = new CrossEntropy();
        GradientCheck.Holds(x => loss.Apply(x[0], labels, new LossArguments { ClassAxis = 1 }), logits);
        var moved = loss.Apply(logits.Permute(0, 2, 1), labels);
        Assert.Equal(moved.Item(), loss.Apply(logits, labels, new LossArguments { ClassAxis = 1 }).Item(), 1e-14);
    }

    [Fact]
    public void TermsHaveGradientsEachOfTheirOwn()
    {
        var target = GradientCheck.Numbers([6], 5);
        GradientCheck.Holds(x => new Huber(0.5).Apply(x[0] * 2, target, new LossArguments { Reduction = Minima.Reduction.None }), GradientCheck.Numbers([6]));
        var labels = Tensor.Of([1, 0], [2]);
        GradientCheck.Holds(x => new CrossEntropy().Apply(x[0] * 2, labels, new LossArguments { Reduction = Minima.Reduction.None }), GradientCheck.Numbers([2, 3]));
    }

    [Fact]
    public void TheGradientOfALossHasTheCurvatureAsGradient()
    {
        var target = GradientCheck.Numbers([6], 5);
        var weight = GradientCheck.Numbers([6], 6, 0.5, 2);
        GradientCheck.HoldsTwice(x => Loss.Create("log_cosh").Apply(x[0] * 2, target), GradientCheck.Numbers([6]));
        GradientCheck.HoldsTwice(x => Loss.Create("log_cosh").Apply(x[0] * 2, target, new LossArguments { Weight = weight }) * 3, GradientCheck.Numbers([6]));
        GradientCheck.HoldsTwice(x => Loss.Create("log_cosh").Apply(x[0] * x[0], target, new LossArguments { Weight = weight, Reduction = Minima.Reduction.None }), GradientCheck.Numbers([6]));
    }

    [Fact]
    public void ALossByNameIsTheLossByType()
    {
        var prediction = GradientCheck.Numbers([9]).WithGradient();
        var target = GradientCheck.Numbers([9], 2);
        Assert.Equal(new Huber(0.3).Apply(prediction, target).Item(), Loss.Create("huber", ("delta", 0.3)).Apply(prediction, target).Item());
        Assert.Equal(new MeanSquaredError().Apply(prediction, target).Item(), Loss.Parse("(p - t)^2").Apply(prediction, target).Item(), 1e-15);
    }

    [Theory]
    [InlineData("shapes differ")]
    [InlineData("types differ")]
    [InlineData("matrix product")]
    [InlineData("int")]
    [InlineData("reshape")]
    [InlineData("slice")]
    [InlineData("broadcast")]
    [InlineData("axis")]
    [InlineData("permute")]
    [InlineData("concatenate")]
    [InlineData("count")]
    [InlineData("item")]
    [InlineData("default")]
    [InlineData("not recorded")]
    [InlineData("not a number")]
    [InlineData("no gradient")]
    [InlineData("changed in place")]
    [InlineData("computed")]
    [InlineData("read as")]
    [InlineData("target shape")]
    [InlineData("labels shape")]
    [InlineData("labels for numbers")]
    [InlineData("numbers for labels")]
    [InlineData("weight")]
    [InlineData("mask")]
    [InlineData("target with gradient")]
    [InlineData("masked twice")]
    public void WhatCannotBeIsRefusedWithBothShapes(string what)
    {
        var x = GradientCheck.Numbers([2, 3]).WithGradient();
        var y = GradientCheck.Numbers([3, 2]);
        var labels = Tensor.Of([0, 1], [2]);
        var (action, words) = what switch
        {
            "shapes differ" => ((Action)(() => _ = x + y), "[2, 3] and [3, 2]"),
            "types differ" => (() => _ = x + x.To(ElementType.Single), "the same type"),
            "matrix product" => (() => x.MatMul(x), "second to last"),
            "int" => (() => _ = labels + labels, "float or double"),
            "reshape" => (() => x.Reshape([4]), "cannot change the number"),
            "slice" => (() => x.Slice(1, 2, 2), "has 0 to 2"),
            "broadcast" => (() => y.BroadcastTo([2, 3]), "Cannot broadcast"),
            "axis" => (() => x.Sum(2), "no axis 2"),
            "permute" => (() => x.Permute(0, 0), "occur once"),
            "concatenate" => (() => Tensor.Concatenate(0, x, y), "part 2"),
            "count" => (() => Tensor.Of([1f], [2]), "1 values"),
            "item" => (() => x.Item(), "one element"),
            "default" => (() => default(Tensor).ToArray(), "not a tensor"),
            "not recorded" => (() => y.Sum().Backward(), "WithGradient"),
            "not a number" => (() => x.Backward(), "from one number"),
            "no gradient" => (() => Autograd.Gradient(x.Sum(), [y]), "does not require gradients"),
            "changed in place" => (
                () =>
                {
                    var loss = (x * x).Sum();
                    x.Write<double>()[0] = 5;
                    loss.Backward();
                },
                "changed in place"),
            "computed" => (() => (x * x).Write<double>()[0] = 1, "multiply computed"),
            "read as" => (() => x.Read<float>().ToArray(), "cannot be read as Single"),
            "target shape" => (() => new MeanSquaredError().Apply(x, y), "[3, 2]"),
            "labels shape" => (() => new CrossEntropy().Apply(x, Tensor.Of([0, 1, 2], [3])), "one label for each row"),
            "labels for numbers" => (() => new MeanSquaredError().Apply(x, labels), "cross_entropy"),
            "numbers for labels" => (() => new CrossEntropy().Apply(x, Tensor.Of([0.0, 1], [2])), "mse"),
            "weight" => (() => new MeanSquaredError().Apply(x, x.Detach(), new LossArguments { Weight = labels.To(ElementType.Double) }), "weight"),
            "mask" => (() => new MeanSquaredError().Apply(x, x.Detach(), new LossArguments { Mask = [true] }), "mask"),
            "target with gradient" => (() => new MeanSquaredError().Apply(x, x * 2), "target.Detach()"),
            _ => (() => Autograd.Gradient(new MeanSquaredError().Apply(x, x.Detach(), new LossArguments { Mask = [true, true, true, false, true, true] }), [x], createGraph: true), "with a mask"),
        };
        Assert.Contains(words, Assert.Throws<TrainingException>(action).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoGradientRecordsNothing()
    {
        var w = Tensor.Ones([2]).WithGradient();
        using (Autograd.NoGradient()) Assert.False((w * 2).RequiresGradient);
        Assert.True((w * 2).RequiresGradient);
    }

    [Fact]
    public void GradientLeavesWhatLeavesHave()
    {
        var w = Tensor.Of([3.0], [1]).WithGradient();
        (w * w).Sum().Backward();
        var gradient = Autograd.Gradient((w * w * w).Sum(), [w])[0];
        Assert.Equal([27], gradient.ToArray());
        Assert.Equal([6], w.Gradient.ToArray());
    }

    [Fact]
    public void ThreadsDoNotChangeABit()
    {
        var x = GradientCheck.Numbers([1000, 70]);
        var results = new List<double[]>();
        foreach (var threads in new[] { 1, 2, 3 })
        {
            var before = Threads.Most;
            Threads.Most = threads;
            try
            {
                results.Add([.. x.Exp().Sum(0).ToArray(), .. x.Sum(1).ToArray(), x.Sum().Item(), .. x.Transpose().MatMul(x).ToArray()]);
            }
            finally
            {
                Threads.Most = before;
            }
        }

        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    private static bool Close(double left, double right) => Math.Abs(left - right) < 1e-15;
}
