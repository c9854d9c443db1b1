using Minima.Tensors.Randomness;
using Minima.Training.Checkpoints;
using Minima.Training.Data;
using Minima.Training.MultiTask;
using Minima.Training.Tests.Checkpoints;

namespace Minima.Training.Tests.MultiTask;

/// <summary>What a balance does to a step of the trainer.</summary>
public sealed class BalanceTests
{
    // The trunk's weight and bias come first, then those of each head.
    private const int TrunkParameters = 2;

    public static TheoryData<string> Names => [.. TaskBalances.Names];

    [Fact]
    public void TheMethodsOfTheCatalogueAreThere()
    {
        Assert.Equal(25, TaskBalances.Names.Count);
        Assert.All(TaskBalances.Names, name => Assert.Equal(LossFamily.MultiTask, Catalogue.Find(name).Family));
        var unknown = Assert.Throws<TrainingException>(() => TaskBalances.Create("pcgard"));
        Assert.Contains("pcgrad", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FixedWeightsAreTheSumOfTheTerms()
    {
        var rows = TwoTasks.Rows();
        var plain = TwoTasks.Network();
        var balanced = TwoTasks.Network();
        Fit(plain, rows, null, epochs: 3);
        Fit(balanced, rows, TaskBalances.Create("fixed_weights"), epochs: 3, TermWeights.AsGiven);
        AssertNear(TwoTasks.Weights(plain), TwoTasks.Weights(balanced), 1e-12);
    }

    [Fact]
    public void MinimumNormIsTheShortestMixtureOfTheTrunksGradients()
    {
        var (step, gradients) = OneStep("mgda");
        var (first, second) = (Trunk(gradients[0]), Trunk(gradients[1]));
        double best = double.PositiveInfinity, share = 0;
        for (var k = 0; k <= 100_000; k++)
        {
            var w = k / 100_000.0;
            var length = first.Zip(second, (a, b) => ((w * a) + ((1 - w) * b)) * ((w * a) + ((1 - w) * b))).Sum();
            if (length < best) (best, share) = (length, w);
        }

        AssertNear([.. first.Zip(second, (a, b) => (share * a) + ((1 - share) * b))], Trunk(step), 1e-3 * Math.Sqrt(best));
    }

    [Fact]
    public void SurgeryTakesOutWhatConflicts()
    {
        // The first network at which the tasks conflict.
        var (step, gradients) = Enumerable.Range(1, 50).Select(seed => OneStep("pcgrad", (ulong)seed)).First(one => Along(one.Gradients) < 0);
        var (first, second) = (Trunk(gradients[0]), Trunk(gradients[1]));
        var along = Along(gradients);
        var (firstSquare, secondSquare) = (first.Sum(a => a * a), second.Sum(b => b * b));
        AssertNear([.. first.Zip(second, (a, b) => a - (along / secondSquare * b) + b - (along / firstSquare * a))], Trunk(step), 1e-12);
    }

    /// <summary>The mixture moves by the products of two batches, and weighs the gradients of the third.</summary>
    [Fact]
    public void DoubleSamplingTakesEachPartFromABatchOfItsOwn()
    {
        var rows = TwoTasks.Rows();
        var model = TwoTasks.Network();
        using var loader = TwoTasks.Loader(rows);
        var gradients = new List<double[][][]>();
        foreach (var batch in loader.Epoch(0)) gradients.Add(TwoTasks.Gradients(model, batch));
        Assert.Equal(3, gradients.Count);
        var moved = new double[2];
        for (var t = 0; t < 2; t++)
        {
            double along = 0;
            for (var s = 0; s < 2; s++) along += 0.5 * Trunk(gradients[0][t]).Zip(Trunk(gradients[1][s]), (a, b) => a * b).Sum();
            moved[t] = 0.5 - (1e-3 * (along + (0.1 * 0.5)));
        }

        // The nearest point of the line between (1, 0) and (0, 1).
        var first = Math.Clamp((1 + moved[0] - moved[1]) / 2, 0, 1);
        var before = model.Parameters.Select(parameter => parameter.Value.ToArray()).ToArray();
        var record = Fit(model, rows, TaskBalances.Create("modo"), epochs: 1, TermWeights.AsGiven, rate: 1).History[0];
        var step = model.Parameters.Select((parameter, i) => before[i].Zip(parameter.Value.ToArray(), (from, to) => from - to).ToArray()).ToArray();
        Assert.NotEqual(0.5, first, 1e-4);
        AssertNear([.. Trunk(gradients[2][0]).Zip(Trunk(gradients[2][1]), (a, b) => (first * a) + ((1 - first) * b))], Trunk(step), 1e-12);
        Assert.Equal(first, record.TermWeights["first"], 1e-12);

        // The record is of all rows, not of the last batch.
        var whole = Fit(TwoTasks.Network(), rows, null, epochs: 1, TermWeights.AsGiven, batch: rows.Rows).History[0];
        Assert.Equal(whole.Terms["first"], record.Terms["first"], 1e-12);
    }

    /// <summary>At the end of an epoch a step may have one batch: its direction is made with the weights that there are.</summary>
    [Fact]
    public void WeightsWaitWhereBatchesAreTooFew()
    {
        var balance = TaskBalances.Create("modo");
        var first = balance.Next(new TaskStep(0, 1, [1, 2], Tensor.Of([1, 0, 0, 2], [2, 2])));
        Assert.Equal([0.5, 0.5], first.Weights);
        Assert.True(first.OfShared);
        Assert.Equal([0.5, 0.5], balance.State["weights"]);
    }

    [Fact]
    public void AStepSaysWhatGradientsAreLike()
    {
        var step = new TaskStep(3, 2, [1, 2], Tensor.Of([3, 4, 0, 2], [2, 2]));
        Assert.Equal([3, 4, 0, 2], step.Gradients.ToArray());
        Assert.Equal(new double[,] { { 25, 8 }, { 8, 4 } }, step.Products);
        Assert.Equal([5, 2], step.Norms());
        Assert.Equal([0.8], TaskAngles.Cosines(step.Products));
        Assert.Null(step.ProductsOfTwoBatches);
        Assert.Contains("[tasks, parameters]", Assert.Throws<TrainingException>(() => new TaskStep(0, 1, [1], Tensor.Of([1.0, 2], [2, 1]))).Message, StringComparison.Ordinal);
        Assert.Contains("UsesGradients", Assert.Throws<TrainingException>(() => new TaskStep(0, 1, [1]).Products).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mgda")]
    [InlineData("pcgrad")]
    [InlineData("cagrad")]
    public void HeadsGoAlongTheirOwnGradients(string name)
    {
        var (step, gradients) = OneStep(name);
        for (var parameter = TrunkParameters; parameter < step.Length; parameter++)
        {
            AssertNear([.. gradients[0][parameter].Zip(gradients[1][parameter], (a, b) => a + b)], step[parameter], 1e-12);
        }
    }

    [SlowTheory]
    [MemberData(nameof(Names))]
    public void ResumingIsExact(string name)
    {
        var rows = TwoTasks.Rows();
        using var folder = new TemporaryFolder();
        var whole = TwoTasks.Network();
        Fit(whole, rows, TaskBalances.Create(name, seed: 9), epochs: 4);
        Fit(TwoTasks.Network(), rows, TaskBalances.Create(name, seed: 9), epochs: 2, store: new CheckpointStore(folder.Path));
        var resumed = TwoTasks.Network();
        Fit(resumed, rows, TaskBalances.Create(name, seed: 77), epochs: 4, store: new CheckpointStore(folder.Path), resumes: true);
        Assert.Equal(TwoTasks.Weights(whole), TwoTasks.Weights(resumed));
    }

    /// <summary>A checkpoint that was changed may hold any number of numbers under any name, and anything for the generator.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ADamagedStateIsRefused(string name)
    {
        using var rows = TwoTasks.Loader(TwoTasks.Rows());
        var whole = Trained(null);
        foreach (var key in whole.State.Keys)
        {
            foreach (var length in (int[])[0, whole.State[key].Length + 1])
            {
                var refused = Assert.Throws<TrainingException>(() => Trained(balance =>
                {
                    foreach (var (other, values) in whole.State) balance.State[other] = [.. values];
                    balance.State[key] = new double[length];
                }));
                Assert.Contains(key, refused.Message, StringComparison.Ordinal);
            }
        }

        var json = BalanceJson.Write(whole);
        if (whole.Random is null) return;
        json["random"] = "elephant";
        Assert.Contains("no random-generator state", Assert.Throws<CheckpointException>(() => BalanceJson.Read(json, TaskBalances.Create(name))).Message, StringComparison.Ordinal);

        TaskBalance Trained(Action<TaskBalance>? change)
        {
            var balance = TaskBalances.Create(name, seed: 9);
            change?.Invoke(balance);
            var model = TwoTasks.Network();
            new Trainer(model, new Objective(TwoTasks.Terms()), new Sgd(model.Parameters, 0.02)) { Balance = balance, AccumulatedBatches = balance.Batches, Epochs = 2 }.Fit(rows);
            return balance;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void OneTaskIsTrained(string name)
    {
        var model = TwoTasks.Network();
        using var rows = TwoTasks.Loader(TwoTasks.Rows());
        var balance = TaskBalances.Create(name);
        var trainer = new Trainer(model, new Objective([TwoTasks.Terms()[0]]), new Sgd(model.Parameters, 0.02)) { Balance = balance, AccumulatedBatches = balance.Batches, Epochs = 6 * balance.Batches };
        var result = trainer.Fit(rows);
        Assert.True(result.History[^1].TrainingLoss < 0.9 * result.History[0].TrainingLoss / Math.Max(1, result.History[0].TermWeights.Values.DefaultIfEmpty(1).First()), $"{name} learned nothing");
    }

    /// <summary>A task that is solved, its gradient 0, holds no other up.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ATaskWithoutGradientIsInNobodysWay(string name)
    {
        var model = TwoTasks.Network();
        LossTerm[] terms = [TwoTasks.Terms()[1], new("constant", Loss.Parse("0 * p + 1 + 0 * t")) { OutputCount = 1 }];
        using var rows = TwoTasks.Loader(TwoTasks.Rows());
        var before = TwoTasks.Weights(model);
        var balance = TaskBalances.Create(name);
        var result = new Trainer(model, new Objective(terms), new Sgd(model.Parameters, 0.01)) { Balance = balance, AccumulatedBatches = balance.Batches, Epochs = 8 }.Fit(rows);
        Assert.All(TwoTasks.Weights(model), value => Assert.True(double.IsFinite(value)));
        Assert.NotEqual(before, TwoTasks.Weights(model));
        Assert.True(result.History[^1].Terms["second"] < result.History[0].Terms["second"], $"{name}: {result.History[0].Terms["second"]} -> {result.History[^1].Terms["second"]}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ALossThatIsNotFiniteIsTheGuardsMatter(string name)
    {
        var model = TwoTasks.Network();
        LossTerm[] terms = [TwoTasks.Terms()[0], TwoTasks.Terms()[1] with { Loss = Loss.Parse("log(p - 100) + t") }];
        using var rows = TwoTasks.Loader(TwoTasks.Rows());
        var balance = TaskBalances.Create(name);
        var trainer = new Trainer(model, new Objective(terms), new Sgd(model.Parameters, 0.01)) { Balance = balance, AccumulatedBatches = balance.Batches };
        Assert.Throws<NonFiniteException>(() => trainer.Fit(rows));
    }

    [Fact]
    public void WhatCannotBeBalancedIsRefused()
    {
        using var rows = TwoTasks.Loader(TwoTasks.Rows());
        var apart = new Heads(new Linear(3, 1, new RandomState(1), type: ElementType.Double), new Linear(3, 1, new RandomState(2), type: ElementType.Double));
        Assert.Contains("no parameter of the model is shared by two", Refused(apart, model => new Sgd(model.Parameters, 0.1)), StringComparison.Ordinal);
        Assert.Contains("AccumulatedBatches", Refused(TwoTasks.Network(), model => new Sgd(model.Parameters, 0.1), accumulated: 2), StringComparison.Ordinal);
        Assert.Contains("L-BFGS", Refused(TwoTasks.Network(), model => new Lbfgs(model.Parameters)), StringComparison.Ordinal);
        foreach (var accumulated in (int[])[1, 2]) Assert.Contains("Set AccumulatedBatches to 3", Refused(TwoTasks.Network(), model => new Sgd(model.Parameters, 0.1), accumulated, "modo"), StringComparison.Ordinal);

        string Refused(Module model, Func<Module, Optimizer> optimizer, int accumulated = 1, string balance = "pcgrad") => Assert.Throws<TrainingException>(() =>
            new Trainer(model, new Objective(TwoTasks.Terms()), optimizer(model)) { Balance = TaskBalances.Create(balance), AccumulatedBatches = accumulated }.Fit(rows)).Message;
    }

    [Fact]
    public void AnotherBalancesCheckpointIsRefused()
    {
        using var folder = new TemporaryFolder();
        Fit(TwoTasks.Network(), TwoTasks.Rows(), TaskBalances.Create("dwa"), epochs: 1, store: new CheckpointStore(folder.Path));
        var refused = Assert.Throws<TrainingException>(() => Fit(TwoTasks.Network(), TwoTasks.Rows(), TaskBalances.Create("famo"), epochs: 2, store: new CheckpointStore(folder.Path), resumes: true));
        Assert.Contains("'dwa'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WeightsAndNormsAreRecorded()
    {
        var rows = TwoTasks.Rows();
        var gradients = TwoTasks.Gradients(TwoTasks.Network(), rows);
        var norms = gradients.Select(of => Math.Sqrt(of.SelectMany(values => values).Sum(x => x * x))).ToArray();
        var record = Fit(TwoTasks.Network(), rows, null, epochs: 1, batch: rows.Rows).History[0];
        Assert.Equal(norms[0], record.TermGradientNorms["first"], 1e-10);
        Assert.Equal(norms[1], record.TermGradientNorms["second"], 1e-10);
        Assert.Equal(0.5, record.TermWeights["first"]);
        var trunk = gradients.Select(of => Math.Sqrt(Trunk(of).Sum(x => x * x))).ToArray();
        var balanced = Fit(TwoTasks.Network(), rows, TaskBalances.Create("mgda"), epochs: 1, batch: rows.Rows, weights: TermWeights.AsGiven).History[0];
        Assert.Equal(trunk[0], balanced.TermGradientNorms["first"], 1e-10);
        Assert.Equal(1, balanced.TermWeights.Values.Sum(), 1e-9);

        // The norm is the term's, whatever its weight.
        var halved = Fit(TwoTasks.Network(), rows, TaskBalances.Create("mgda"), epochs: 1, batch: rows.Rows).History[0];
        Assert.Equal(trunk[0], halved.TermGradientNorms["first"], 1e-10);
    }

    private static double Along(double[][][] gradients) => Trunk(gradients[0]).Zip(Trunk(gradients[1]), (a, b) => a * b).Sum();

    private static double[] Trunk(double[][] parameters) => [.. parameters.Take(TrunkParameters).SelectMany(values => values)];

    /// <summary>What one step of rate 1 moved each parameter by, and the gradients of both tasks there.</summary>
    private static (double[][] Step, double[][][] Gradients) OneStep(string name, ulong seed = 2)
    {
        var rows = TwoTasks.Rows();
        var model = TwoTasks.Network(seed);
        var gradients = TwoTasks.Gradients(model, rows);
        var before = model.Parameters.Select(parameter => parameter.Value.ToArray()).ToArray();
        Fit(model, rows, TaskBalances.Create(name, seed: 4), epochs: 1, TermWeights.AsGiven, batch: rows.Rows, rate: 1);
        return ([.. model.Parameters.Select((parameter, i) => before[i].Zip(parameter.Value.ToArray(), (from, to) => from - to).ToArray())], gradients);
    }

    private static TrainingResult Fit(Module model, ArrayData rows, TaskBalance? balance, int epochs, TermWeights weights = TermWeights.SumToOne, CheckpointStore? store = null, bool resumes = false, int batch = 8, double rate = 0.02)
    {
        using var loader = TwoTasks.Loader(rows, batch);
        var trainer = new Trainer(model, new Objective(TwoTasks.Terms(), weights), new Sgd(model.Parameters, rate)) { Balance = balance, AccumulatedBatches = balance?.Batches ?? 1, Epochs = epochs, Checkpoints = store };
        if (resumes) trainer.Resume();
        return trainer.Fit(loader);
    }

    private static void AssertNear(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance * (1 + Math.Abs(expected[i])));
    }
}
