using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;
using Minima.Training.Tests.Loop;
using Minima.Training.Tests.Optimizers;

namespace Minima.Training.Tests.Continual;

/// <summary>Importances against differences of each row, penalties against the losses that they are named after, and what is forgotten without them.</summary>
public class AnchorPenaltyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheFisherInformationIsTheMeanSquareOfEachRowsSlopes(bool weighted)
    {
        var (model, objective, rows) = (Tasks.Model(), Tasks.CrossEntropy(), Tasks.Clouds(7, weighted: weighted));
        Near(Expected(model, rows, row => Tasks.LossOf(model, objective, row), g => g * g), ElasticWeightConsolidation.After(model, objective, rows, 1), 1e-7);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MemoryAwareImportancesAreTheMeanSizesOfEachRowsSlopes(bool weighted)
    {
        var (model, rows) = (Tasks.Model(), Tasks.Clouds(7, weighted: weighted));
        Near(Expected(model, rows, Length, Math.Abs), MemoryAwareSynapses.After(model, rows, 1), 1e-7);

        double Length(TrainingBatch row)
        {
            using var silence = Autograd.NoGradient();
            return model.Forward(row.Features).ToArray().Sum(x => x * x);
        }
    }

    [Fact]
    public void PenaltiesAreTheLossesOfTheirNames()
    {
        var (model, objective, rows) = (Tasks.Model(), Tasks.CrossEntropy(), Tasks.Clouds(9));
        var ewc = ElasticWeightConsolidation.After(model, objective, rows, 30);
        var mas = MemoryAwareSynapses.After(model, rows, 3);
        var near = new L2StartingPoint(model.Parameters, 0.2);
        Assert.Equal(0, ewc.Value());
        Tasks.Disturb(model);
        Assert.Equal(Sum(ewc, (w, a, f) => new ElasticConsolidation(30).Apply(w, a, f)), ewc.Value(), 1e-13);
        Assert.Equal(Sum(mas, (w, a, f) => new MemoryAwareAnchor(3).Apply(w, a, f)), mas.Value(), 1e-13);
        Assert.Equal(Sum(near, (w, a, _) => new StartingPoint(0.2).Apply(w, a)), near.Value(), 1e-13);

        double Sum(AnchorPenalty penalty, Func<Tensor, Tensor, Tensor, Tensor> loss)
        {
            using var silence = Autograd.NoGradient();
            return penalty.Parameters.Select((p, i) => loss(p.Value, penalty.Anchors[i], penalty.Importances[i]).Item()).Sum();
        }
    }

    [Fact]
    public void GradientsAreThoseOfTheValues()
    {
        var (model, objective, rows) = (Tasks.Model(), Tasks.CrossEntropy(), Tasks.Clouds(9));
        AnchorPenalty[] all = [ElasticWeightConsolidation.After(model, objective, rows, 30), MemoryAwareSynapses.After(model, rows, 3), new L2StartingPoint(model.Parameters, 0.2), OnlineElasticWeightConsolidation.After(model, objective, rows, 7)];
        Tasks.Disturb(model);
        foreach (var penalty in all)
        {
            foreach (var parameter in model.Parameters) parameter.SetGradient([.. Enumerable.Repeat(10.0, parameter.Value.Count)]);
            penalty.AddGradient(2);
            var added = Tasks.Flat(model.Parameters.Select(p => p.Gradient)).Select(g => (g - 10) / 2).ToArray();
            Tasks.Near(Tasks.Differences(model, penalty.Value), added, 1e-7);
        }
    }

    [Fact]
    public void OnlineImportancesAddUpAndFade()
    {
        var (model, objective) = (Tasks.Model(), Tasks.CrossEntropy());
        var (first, second) = (Tasks.Clouds(6), Tasks.Clouds(9, turn: 1));
        var online = OnlineElasticWeightConsolidation.After(model, objective, first, 5, gamma: 0.7);
        var before = Tasks.Flat(ElasticWeightConsolidation.After(model, objective, first, 5).Importances);
        Tasks.Near(before, Tasks.Flat(online.Importances), 1e-15);
        Tasks.Disturb(model);
        online.Consolidate(objective, second);
        var fresh = Tasks.Flat(ElasticWeightConsolidation.After(model, objective, second, 5).Importances);
        Tasks.Near([.. before.Zip(fresh, (old, now) => (0.7 * old) + now)], Tasks.Flat(online.Importances), 1e-15);
        Assert.Equal(Tasks.Weights(model), Tasks.Flat(online.Anchors));
        Assert.Equal(0, online.Value());
    }

    [Fact]
    public void TheStartingPointSharesTheOptimumInClosedForm()
    {
        // |w - c|^2 / 2 + s / 2 |w - a|^2 is least at (c + s a) / (1 + s).
        double[] centre = [3, -2, 0.4];
        var parameter = TestParameter.Of("w", ElementType.Double, 1, 1, -1);
        var (penalty, optimizer) = (new L2StartingPoint([parameter], 0.5), new Sgd([parameter], 0.5));
        for (var step = 0; step < 200; step++)
        {
            parameter.SetGradient([.. parameter.Value.ToArray().Zip(centre, (w, c) => w - c)]);
            penalty.BeforeStep(optimizer);
            optimizer.Step();
            penalty.AfterStep(optimizer);
        }

        Tasks.Near([3.5 / 1.5, -1.5 / 1.5, -0.1 / 1.5], parameter.Value.ToArray(), 1e-13);
    }

    /// <summary>The second task overwrites the first; each anchor keeps most of it, and the second is learned all the same.</summary>
    [Fact]
    public void AnAnchoredModelForgetsLess()
    {
        var (first, second) = (Tasks.Clouds(60, batch: 20), Tasks.Clouds(60, turn: 0.8, batch: 20));
        var free = AfterBoth(_ => []);
        (string Name, Func<Module, Regularizer> Made)[] methods =
        [
            ("ewc", model => ElasticWeightConsolidation.After(model, Tasks.CrossEntropy(), first, 100)),
            ("online", model => OnlineElasticWeightConsolidation.After(model, Tasks.CrossEntropy(), first, 100)),
            ("mas", model => MemoryAwareSynapses.After(model, first, 0.1)),
            ("starting point", model => new L2StartingPoint(model.Parameters, 0.3)),
        ];
        foreach (var (name, made) in methods)
        {
            var held = AfterBoth(model => [made(model)]);
            Assert.True(held.First < 0.5 * free.First, $"{name}: {held.First} on the first task, {free.First} without it");
            Assert.True(held.Second < 0.3 * held.SecondBefore, $"{name}: {held.Second} on the second task, {held.SecondBefore} before it");
        }

        (double First, double Second, double SecondBefore) AfterBoth(Func<Module, Regularizer[]> anchors)
        {
            var model = Tasks.Model();
            var before = Fit(model, first, []).Judge(second).Loss;
            var trainer = Fit(model, second, anchors(model));
            return (trainer.Judge(first).Loss, trainer.Judge(second).Loss, before);
        }

        Trainer Fit(Module model, RowsInMemory rows, Regularizer[] regularizers)
        {
            var trainer = new Trainer(model, Tasks.CrossEntropy(), new Adam(model.Parameters, 0.02)) { Epochs = 40, Regularizers = regularizers };
            trainer.Fit(rows);
            return trainer;
        }
    }

    [Fact]
    public void MeasuringLeavesTheModelAsItWas()
    {
        var (model, objective, rows) = (Tasks.Model(), Tasks.CrossEntropy(), Tasks.Clouds(5));
        model.Parameters[0].SetGradient([.. Enumerable.Range(0, 6).Select(i => (double)i)]);
        model.Parameters[1].IsTrainable = false;
        var weights = Tasks.Weights(model);
        var anchor = ElasticWeightConsolidation.After(model, objective, rows, 1);
        Assert.True(model.IsTraining);
        Assert.Equal(weights, Tasks.Weights(model));
        Assert.Equal([0, 1, 2, 3, 4, 5], model.Parameters[0].Gradient.ToArray());
        Assert.True(model.Parameters[2].Gradient.IsNone);
        Assert.Equal(3, anchor.Parameters.Count);
        Assert.DoesNotContain(model.Parameters[1], anchor.Parameters);
        model.Train(training: false);
        MemoryAwareSynapses.After(model, rows, 1);
        Assert.False(model.IsTraining);
    }

    [Fact]
    public void FloatFollowsDouble()
    {
        var model = Models.Mlp(2, [3], 3, new RandomState(1), "tanh");
        var twin = Tasks.Model();
        foreach (var (single, full) in model.Parameters.Zip(twin.Parameters)) single.Value.ToArray().CopyTo(full.Value.Write<double>());
        var rows = Tasks.Clouds(6);
        var floats = new RowsAsFloat(rows);
        var expected = Tasks.Flat(ElasticWeightConsolidation.After(twin, Tasks.CrossEntropy(), rows, 1).Importances);
        Tasks.Near(expected, Tasks.Flat(ElasticWeightConsolidation.After(model, Tasks.CrossEntropy(), floats, 1).Importances), 1e-5);
    }

    [Fact]
    public void StepsAllocateNothing()
    {
        var parameter = TestParameter.Of("w", ElementType.Single, [20, 30], new double[600]);
        var optimizer = new Sgd([parameter]);
        Regularizer[] all = [new L2StartingPoint([parameter], 0.1), new SynapticIntelligence([parameter]), new SpectralPenalty([parameter], 0.1), new ElasticWeightConsolidation([parameter], [Tensor.Ones([20, 30])], 1)];
        parameter.SetGradient(new double[600]);
        for (var i = 0; i < 3; i++) Steps();
        Assert.Equal(0, Steady.Allocated(Steps, steps: 20));

        void Steps()
        {
            foreach (var penalty in all)
            {
                penalty.BeforeStep(optimizer);
                penalty.AfterStep(optimizer);
            }
        }
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var (model, objective) = (Tasks.Model(), Tasks.CrossEntropy());
        var parameter = TestParameter.Of("w", ElementType.Double, 1, 2);
        Refusal.Of("ewc: lambda is -1", () => new ElasticWeightConsolidation([parameter], [Tensor.Ones([2], ElementType.Double)], -1));
        Refusal.Of("ewc: 0 importances were given for 1 parameters", () => new ElasticWeightConsolidation([parameter], [], 1));
        Refusal.Of("it must be Double [2]", () => new ElasticWeightConsolidation([parameter], [Tensor.Ones([3], ElementType.Double)], 1));
        Refusal.Of("at index 1 is -2", () => new MemoryAwareSynapses([parameter], [Tensor.Of([1.0, -2], [2])], 1));
        Refusal.Of("gamma is 1.5", () => new OnlineElasticWeightConsolidation(model, 1, 1.5));
        Refusal.Of("l2_sp: strength is NaN", () => new L2StartingPoint([parameter], double.NaN));
        Refusal.Of("damping is 0", () => new SynapticIntelligence([parameter], damping: 0));
        Refusal.Of("there is no row", () => ElasticWeightConsolidation.After(model, objective, Tasks.Clouds(1, weighted: true), 1));
        foreach (var one in model.Parameters) one.IsTrainable = false;
        Refusal.Of("there are no parameters", () => MemoryAwareSynapses.After(model, Tasks.Clouds(3), 1));
    }

    private static void Near(double[] expected, AnchorPenalty penalty, double tolerance) => Tasks.Near(expected, Tasks.Flat(penalty.Importances), tolerance);

    /// <summary>The weighted mean over rows of a measure of each row's slopes, by differences.</summary>
    private static double[] Expected(Module model, RowsInMemory rows, Func<TrainingBatch, double> number, Func<double, double> measure)
    {
        var sums = new double[Tasks.Weights(model).Length];
        double total = 0;
        foreach (var row in Tasks.Rows(rows))
        {
            var weight = row.Weight.IsNone ? 1 : row.Weight.ToArray()[0];
            total += weight;
            var slopes = Tasks.Differences(model, () => number(row));
            for (var i = 0; i < sums.Length; i++) sums[i] += weight * measure(slopes[i]);
        }

        return Array.ConvertAll(sums, sum => sum / total);
    }

    /// <summary>The same rows in float.</summary>
    private sealed class RowsAsFloat(RowsInMemory rows) : IBatchSource
    {
        public long Rows => rows.Rows;

        public int Batches => rows.Batches;

        public IBatchReader Open(int epoch, int firstBatch) => new Reader(rows.Open(epoch, firstBatch));

        private sealed class Reader(IBatchReader inner) : IBatchReader
        {
            public bool Next(out TrainingBatch batch)
            {
                if (!inner.Next(out batch)) return false;
                batch = batch with { Features = batch.Features.To(ElementType.Single) };
                return true;
            }

            public void Dispose() => inner.Dispose();
        }
    }
}
