using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;
using Minima.Training.Tests.Optimizers;

namespace Minima.Training.Tests.Continual;

/// <summary>The projection against all ways that it could be, and what it promises of a training.</summary>
public class GradientEpisodicMemoryTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(3, 5)]
    [InlineData(4, 6)]
    [InlineData(4, 2)]
    public void TheProjectionIsTheNearestVectorThatHurtsNoMemory(int memories, int width)
    {
        var random = new RandomState((ulong)(10 + memories + width));
        var turned = 0;
        for (var trial = 0; trial < 50; trial++)
        {
            var gradient = Vector(1);
            double[][] all = [.. Enumerable.Range(0, memories).Select(_ => Vector(Math.Pow(10, 3 * random.NextNormal())))];
            var found = GradientEpisodicMemory.Project(gradient, all);
            var length = Length(gradient);
            Assert.All(all, memory => Assert.True(Dot(found, memory) >= -1e-11 * length * Length(memory)));
            Tasks.Near(ByAllSubsets(gradient, all), found, 1e-9);
            turned += ReferenceEquals(found, gradient) ? 0 : 1;
        }

        Assert.InRange(turned, 10, 50);

        double[] Vector(double scale) => [.. Enumerable.Range(0, width).Select(_ => scale * random.NextNormal())];
    }

    [Fact]
    public void OneMemoryIsTheProjectionOfTheCatalogue()
    {
        double[][] cases = [[1, -0.5, 0.2], [-0.4, 0.3, 0.9], [1, 0.5, 0.2], [0.4, 0.3, 0.9], [1e-200, -1e-200, 0], [-1e-200, 0, 0], [3, 4, 5], [0, 0, 0]];
        for (var i = 0; i < cases.Length; i += 2)
        {
            var (gradient, memory) = (cases[i], cases[i + 1]);
            var expected = new EpisodicProjection().Apply(Tensor.Of(gradient, [3]), Tensor.Of(memory, [3]), new LossArguments { Reduction = Minima.Reduction.None }).ToArray();
            var found = GradientEpisodicMemory.Project(gradient, [memory]);
            for (var k = 0; k < 3; k++) Assert.Equal(expected[k], found[k], 1e-13 * gradient.Max(Math.Abs));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NoStepRaisesTheLossOfAMemory(bool averages)
    {
        var (model, objective) = (Tasks.Model(), Tasks.CrossEntropy());
        var (first, second) = (Tasks.Clouds(40, batch: 40), Tasks.Clouds(40, turn: 1.2, batch: 40));
        new Trainer(model, objective, new Adam(model.Parameters, 0.02)) { Epochs = 60 }.Fit(first);
        var memory = new GradientEpisodicMemory(model, objective, averages);
        memory.Remember(first);
        Assert.Equal(1, memory.Memories);
        var losses = new Recorder(first);
        var trainer = new Trainer(model, objective, new Sgd(model.Parameters, 2e-3)) { Epochs = 100, Regularizers = [memory], Callbacks = [losses] };
        var (old, fresh) = (trainer.Judge(first).Loss, trainer.Judge(second).Loss);
        trainer.Fit(second);

        // Along a gradient that is at right angles the loss moves by the square of the step only.
        Assert.All(losses.Seen.Prepend(old).Zip(losses.Seen), pair => Assert.True(pair.Second - pair.First < 2e-5, $"{pair.First} to {pair.Second}"));
        Assert.True(trainer.Judge(second).Loss < fresh);

        // Without the memory it does rise.
        var free = new Trainer(model, objective, new Sgd(model.Parameters, 2e-3)) { Epochs = 100 };
        var before = free.Judge(first).Loss;
        free.Fit(second);
        Assert.True(free.Judge(first).Loss > before + 1e-2);
    }

    [Fact]
    public void WithoutConflictNothingChanges()
    {
        var (model, objective, rows) = (Tasks.Model(), Tasks.CrossEntropy(), Tasks.Clouds(12, batch: 12));
        var memory = new GradientEpisodicMemory(model, objective);
        memory.Remember(rows);
        var batch = Tasks.Rows(rows.InBatchesOf(12))[0];
        objective.Apply(model.Forward(batch.Features), batch, [], new LossResult[1]).Backward();
        var before = Tasks.Flat(model.Parameters.Select(p => p.Gradient));
        memory.AddGradient();
        Assert.Equal(before, Tasks.Flat(model.Parameters.Select(p => p.Gradient)));
        Assert.Equal(0, memory.Value());
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var model = Tasks.Model();
        var memory = new GradientEpisodicMemory(model, Tasks.CrossEntropy());
        Refusal.Of("of no rows", () => memory.Remember(default(TrainingBatch)));
        Refusal.Of("of one length", () => GradientEpisodicMemory.Project([1, 2], [[1]]));
    }

    /// <summary>The nearest point is the projection onto the plane on which some of the constraints hold with equality: all sets of them are tried.</summary>
    private static double[] ByAllSubsets(double[] gradient, double[][] memories)
    {
        double[][] units = [.. memories.Select(memory => Array.ConvertAll(memory, x => x / Length(memory)))];
        var best = Array.Empty<double>();
        var least = double.PositiveInfinity;
        for (var set = 0; set < 1 << units.Length; set++)
        {
            // Gram and Schmidt: what lies along the constraints of the set is taken off.
            var basis = new List<double[]>();
            for (var m = 0; m < units.Length; m++)
            {
                if ((set & (1 << m)) == 0) continue;
                var rest = basis.Aggregate(units[m], Without);
                rest = basis.Aggregate(rest, Without);
                if (Length(rest) > 1e-10) basis.Add(Array.ConvertAll(rest, x => x / Length(rest)));
            }

            var candidate = basis.Aggregate(gradient, Without);
            var distance = Length([.. candidate.Zip(gradient, (c, g) => c - g)]);
            if (distance < least && Array.TrueForAll(units, unit => Dot(candidate, unit) >= -1e-12)) (best, least) = (candidate, distance);
        }

        return best;
    }

    private static double[] Without(double[] vector, double[] direction)
    {
        var share = Dot(vector, direction);
        return [.. vector.Zip(direction, (v, d) => v - (share * d))];
    }

    private static double Dot(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();

    private static double Length(double[] vector) => Math.Sqrt(Dot(vector, vector));

    /// <summary>The loss on some rows after every step.</summary>
    private sealed class Recorder(IBatchSource rows) : TrainingCallback
    {
        public List<double> Seen { get; } = [];

        public override void StepEnded(Trainer trainer, in StepReport step) => Seen.Add(trainer.Judge(rows).Loss);
    }
}
