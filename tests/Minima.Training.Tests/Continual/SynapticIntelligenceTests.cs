using Minima.Tensors.Losses;
using Minima.Training.Tests.Optimizers;

namespace Minima.Training.Tests.Continual;

/// <summary>The sums along the path against the fall of the loss, and what is made of them.</summary>
public class SynapticIntelligenceTests
{
    /// <summary>The path integral of the gradient is the fall of the loss; a sum over steps of a tenth the length is ten times nearer to it.</summary>
    [Fact]
    public void ContributionsAddUpToTheFallOfTheLoss()
    {
        var (coarse, fine) = (Gap(0.1, 60), Gap(0.01, 600));
        Assert.InRange(fine, 0, 4e-3);
        Assert.InRange(coarse / fine, 8, 12);

        static double Gap(double rate, int steps)
        {
            var (model, objective, rows) = (Tasks.Model(), Tasks.CrossEntropy(), Tasks.Clouds(30, batch: 30));
            var memory = new SynapticIntelligence(model.Parameters);
            var trainer = new Trainer(model, objective, new Sgd(model.Parameters, rate)) { Epochs = steps, Regularizers = [memory] };
            var before = trainer.Judge(rows).Loss;
            trainer.Fit(rows);
            var fall = before - trainer.Judge(rows).Loss;
            Assert.True(fall > 0.1);
            return Math.Abs((Tasks.Flat(memory.Contributions).Sum() / fall) - 1);
        }
    }

    [Fact]
    public void ATaskEndsInTheImportancesOfTheFormula()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 0.5, -1, 2);
        var optimizer = new Sgd([parameter], 0.1) { GradientScale = 0.5 };
        var memory = new SynapticIntelligence([parameter], strength: 0.3, damping: 0.2);
        double[] slopes = [1, -2, 0.5];
        for (var step = 0; step < 2; step++)
        {
            parameter.SetGradient(slopes);
            Assert.Equal(0, memory.BeforeStep(optimizer));
            optimizer.Step();
            memory.AfterStep(optimizer);
        }

        // The gradient is half of what was set; each step is -0.1 of it: two steps contribute 2 g 0.1 g.
        var sums = Array.ConvertAll(slopes, s => 2 * 0.1 * (s / 2) * (s / 2));
        Tasks.Near(sums, Tasks.Flat(memory.Contributions), 1e-15);
        memory.Consolidate();
        Assert.Equal([0, 0, 0], Tasks.Flat(memory.Contributions));
        Assert.Equal(parameter.Value.ToArray(), Tasks.Flat(memory.Anchors));
        var importances = sums.Zip(slopes, (sum, s) => sum / ((0.1 * s * 0.1 * s) + 0.2)).ToArray();
        Tasks.Near(importances, Tasks.Flat(memory.Importances), 1e-15);

        // The catalogue's loss of one task says the same.
        var delta = Tensor.Of([.. slopes.Select(s => -0.1 * s)], [3]);
        parameter.Value.Write<double>()[1] += 0.7;
        var expected = new SynapticAnchor(0.3, 0.2).Apply(parameter.Value.Detach(), memory.Anchors[0], Tensor.Of(sums, [3]), delta).Item();
        Assert.Equal(expected, memory.Value(), 1e-15);
    }

    [Fact]
    public void WhatRaisedTheLossHasNoImportance()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 1);
        var (memory, optimizer) = (new SynapticIntelligence([parameter]), new Sgd([parameter], 0.1));
        parameter.SetGradient(1);
        memory.BeforeStep(optimizer);
        parameter.Value.Write<double>()[0] = 3;
        memory.AfterStep(optimizer);
        Assert.Equal(-2, Tasks.Flat(memory.Contributions)[0], 1e-15);
        memory.Consolidate();
        Assert.Equal([0], Tasks.Flat(memory.Importances));
    }

    [Fact]
    public void ASecondTaskIsHeldAndCountedByItself()
    {
        var (model, first, second) = (Tasks.Model(), Tasks.Clouds(30, batch: 10), Tasks.Clouds(30, turn: 1, batch: 10));
        var memory = new SynapticIntelligence(model.Parameters, strength: 1);
        Fit(first);
        memory.Consolidate();
        var importances = Tasks.Flat(memory.Importances);
        Assert.Contains(importances, x => x > 0.01);
        Fit(second);
        Assert.True(memory.Value() > 0);
        memory.Consolidate();
        Assert.All(importances.Zip(Tasks.Flat(memory.Importances)), pair => Assert.True(pair.Second >= pair.First));

        void Fit(IBatchSource rows) => new Trainer(model, Tasks.CrossEntropy(), new Sgd(model.Parameters, 0.1)) { Epochs = 10, Regularizers = [memory] }.Fit(rows);
    }

    [Fact]
    public void WhatIsNotTrainedIsNotCounted()
    {
        var (frozen, none) = (TestParameter.Of("frozen", ElementType.Double, 1), TestParameter.Of("none", ElementType.Double, 1));
        frozen.SetGradient(1);
        frozen.IsTrainable = false;
        var (memory, optimizer) = (new SynapticIntelligence([frozen, none]), new Sgd([frozen, none], 0.1));
        memory.BeforeStep(optimizer);
        frozen.Value.Write<double>()[0] = none.Value.Write<double>()[0] = 5;
        memory.AfterStep(optimizer);
        Assert.Equal([0, 0], Tasks.Flat(memory.Contributions));
    }
}
