using Minima.Tensors.Randomness;
using Minima.Training.Checkpoints;
using Minima.Training.Data;
using Minima.Training.MultiTask;
using Minima.Training.Tests.Loop;
using Minima.Training.Tests.MultiTask;

namespace Minima.Training.Tests.Slicing;

/// <summary>Steps in slices: the gradient of the whole batch, and one training for every number of processes.</summary>
public sealed class SliceLawTests : IDisposable
{
    private const int Slices = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("minima-slices-").FullName;

    /// <summary>Nets and optimizers; each trains on 50 rows in batches of 20 and 10, so that slices have different numbers of rows and some have none.</summary>
    public static TheoryData<string> Kinds => ["sgd", "momentum, clipped", "adam", "adamw, dropout", "rmsprop, batch norm", "lbfgs", "accumulated", "weights", "several terms", "class weights", "average, decay", "penalties"];

    public static TheoryData<string> Balances => [.. TaskBalances.Names];

    [Theory]
    [SampledData(nameof(Kinds), Thin = 0.25, Wide = 1)]
    public void EveryNumberOfRanksMakesTheSameTraining(string kind)
    {
        var alone = Trained(kind, null, null);
        foreach (var ranks in new[] { 1, 2, 3, 4, 8 })
        {
            Assert.All(ThreadGroup.Run(ranks, group => Trained(kind, group, null)), bits => Assert.Equal(alone, bits));
        }
    }

    [Theory]
    [SampledData(nameof(Kinds), Thin = 0.25, Wide = 1)]
    public void ATrainingThatIsStoppedGoesOnWithAnotherNumberOfRanks(string kind)
    {
        var alone = Trained(kind, null, null);
        var (before, after) = (4, 2);
        foreach (var stop in new[] { 1, 4 })
        {
            var folder = Path.Combine(_folder, FormattableString.Invariant($"{stop}"));
            ThreadGroup.Run(before, group => Trained(kind, group, folder, stop));
            Assert.NotEmpty(new CheckpointStore(folder).Names);
            Assert.All(ThreadGroup.Run(after, group => Trained(kind, group, folder)), bits => Assert.Equal(alone, bits));
            (before, after) = (after, 8);
        }
    }

    [SlowTheory]
    [MemberData(nameof(Balances))]
    public void BalancesShareAStepAlikeOnEveryNumberOfRanks(string name)
    {
        var alone = Balanced(null);
        foreach (var ranks in new[] { 2, 4 }) Assert.All(ThreadGroup.Run(ranks, Balanced), bits => Assert.Equal(alone, bits));

        double[] Balanced(ProcessGroup? group)
        {
            var model = TwoTasks.Network();
            var balance = TaskBalances.Create(name, seed: 1);
            var trainer = new Trainer(model, new Objective(TwoTasks.Terms()), new Sgd(model.Parameters, 0.01)) { Epochs = 2, Balance = balance, AccumulatedBatches = balance.Batches, Slices = 4, Distributed = group };
            using var loader = TwoTasks.Loader(TwoTasks.Rows());
            trainer.Fit(loader);
            return TwoTasks.Weights(model);
        }
    }

    /// <summary>In double, slices change the order of additions and nothing else, where no rows are coupled and nothing is drawn.</summary>
    [Theory]
    [InlineData(1, null)]
    [InlineData(3, null)]
    [InlineData(1, "pcgrad")]
    [InlineData(1, "uncertainty_weighting")]
    public void AStepInSlicesIsTheStepOfTheWholeBatch(int accumulated, string? balance)
    {
        var whole = Fit(null);
        var sliced = Fit(Slices);
        for (var i = 0; i < whole.Length; i++) Assert.Equal(whole[i], sliced[i], 1e-12);
        Assert.NotEqual(whole, Fit(null, 0.02));

        double[] Fit(int? slices, double rate = 0.01)
        {
            var model = TwoTasks.Network();
            var trainer = new Trainer(model, new Objective(TwoTasks.Terms()), new Sgd(model.Parameters, rate)) { Epochs = 2, Slices = slices, AccumulatedBatches = accumulated, Balance = balance is null ? null : TaskBalances.Create(balance, seed: 1) };
            using var loader = TwoTasks.Loader(TwoTasks.Rows());
            trainer.Fit(loader);

            // Of several batches whole steps measure the first one's gradient, steps in slices that of all.
            return [.. TwoTasks.Weights(model), .. trainer.History.Select(record => record.TrainingLoss), .. trainer.History.SelectMany(record => accumulated == 1 ? record.TermGradientNorms.Values : [])];
        }
    }

    [Fact]
    public void WhatASliceDrawsDependsOnSeedStepAndSlice()
    {
        var drawn = new List<double>();
        var model = new Drawing(new RandomState(3), drawn);
        var trainer = new Trainer(model, new Objective(Loss.Create("mse")), new Sgd(model.Parameters, 0.01)) { Epochs = 1, Slices = 4 };
        trainer.Fit(Problem.Line(rows: 16, batch: 8));
        Assert.Equal(8, drawn.Distinct().Count());
        var expected = from step in new[] { 0, 1 } from slice in Enumerable.Range(0, 4) select new RandomState(3).Fork("draws").Fork($"step {step} slice {slice}").NextDouble();
        Assert.Equal(expected, drawn);
        Assert.Equal(new RandomState(3).Fork("draws").Snapshot, model.RandomStates[0].Snapshot);
    }

    [Fact]
    public void RunningMeansBecomeTheMeanOfTheSlices()
    {
        var model = new Sequential(new BatchNorm(2, momentum: 1), new Linear(2, 1, new RandomState(1)));
        var trainer = new Trainer(model, new Objective(Loss.Create("mse")), new Sgd(model.Parameters, 0.01)) { Epochs = 1, Slices = 2 };
        var rows = Problem.Line(rows: 8, batch: 8);
        trainer.Fit(rows);
        using var reader = rows.Open(0, 0);
        Assert.True(reader.Next(out var batch));
        var x = batch.Features.ToArray();
        Assert.Equal(x.Where((_, i) => i % 2 == 0).Average(), model.Buffers[0].Value.ToArray()[0], 1e-6);
    }

    [Fact]
    public void ANumberThatIsMissingIsFoundOnEveryRankAndReplayed()
    {
        var path = Path.Combine(_folder, "replay");
        var alone = Found(null, path);
        Assert.Equal((Diagnoses.NotFiniteInput, 1), (alone.Entry, alone.Rows.Count));
        Assert.Equal(alone.Rows, Replay.Run(path, _ => Model()).Rows);
        foreach (var report in ThreadGroup.Run(4, group => Found(group, null))) Assert.Equal((alone.Entry, alone.Rows[0], alone.Step), (report.Entry, report.Rows[0], report.Step));

        NonFiniteReport Found(ProcessGroup? group, string? replay)
        {
            var model = Model();
            var trainer = new Trainer(model, new Objective(Loss.Create("mse")), new Sgd(model.Parameters, 0.01)) { Slices = Slices, Distributed = group, Guard = new NaNGuard { ReplayPath = replay } };
            var features = new float[64];
            features[37] = float.NaN;
            return Assert.Throws<NonFiniteException>(() => trainer.Fit(new RowsInMemory(Tensor.Of(features, [32, 2]), Tensor.Zeros([32]), default, 16, 4))).Report!;
        }

        static Module Model() => new TwoLayers(2, 4, 1, new RandomState(1));
    }

    [Theory]
    [InlineData("seed", "the seed")]
    [InlineData("data", "the data")]
    [InlineData("options", "the options")]
    [InlineData("model", "the model")]
    [InlineData("schedule", "the options")]
    [InlineData("class weights", "the options")]
    [InlineData("penalty", "the options")]
    public void RanksThatDifferAreRefused(string what, string named)
    {
        var problem = Assert.Throws<ProcessGroupException>(() => ThreadGroup.Run(2, group =>
        {
            var other = group.Rank == 1 ? what : null;
            var model = new TwoLayers(2, other == "model" ? 5 : 4, 1, new RandomState(other == "seed" ? 2UL : 1));
            var term = new LossTerm("loss", Loss.Create("mse")) { Schedule = new StepSchedule(other == "schedule" ? 20 : 10), ClassWeights = other == "class weights" ? [1, 2] : null };
            return new Trainer(model, new Objective([term]), new Sgd(model.Parameters, 0.01)) { Slices = 2, Distributed = group, ClipNorm = other == "options" ? 1 : null, Regularizers = [new L2Penalty(model.Parameters, other == "penalty" ? 0.02 : 0.01)] }.Fit(Problem.Line(seed: other == "data" ? 5UL : 4));
        }));
        Assert.Contains($"Rank 1 (thread 1) and rank 0 (thread 0) differ in {named}", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WeightsThatDriftApartAreFoundByName()
    {
        var problem = Assert.Throws<ProcessGroupException>(() => ThreadGroup.Run(2, group =>
        {
            var model = new TwoLayers(2, 4, 1, new RandomState(1));
            return new Trainer(model, new Objective(Loss.Create("mse")), new Sgd(model.Parameters, 0.01)) { Epochs = 30, Slices = 2, Distributed = group, Callbacks = group.Rank == 1 ? [new Flip()] : [] }.Fit(Problem.Line());
        }));
        Assert.Contains("After step 100 rank 1 (thread 1) has other numbers in 'second.bias'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreRanksThanSlicesAreRefused()
    {
        var problem = Assert.Throws<TrainingException>(() => ThreadGroup.Run(4, group => Trained("sgd", group, null, slices: 2)));
        Assert.Contains("4 processes, and its steps have 2 slices", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-8)]
    [InlineData(1 << 17)]
    public void SlicesAreAPowerOfTwo(int slices) => Assert.Contains($"{slices} slices; give a power of two", Assert.Throws<TrainingException>(() => Trained("sgd", null, null, slices: slices)).Message, StringComparison.Ordinal);

    [Fact]
    public void ACheckpointOfOtherSlicesIsRefused()
    {
        Trained("sgd", null, _folder, stop: 2);
        Assert.Contains("steps have 8 slices, and this one has 4", Assert.Throws<TrainingException>(() => Trained("sgd", null, _folder, slices: 4)).Message, StringComparison.Ordinal);
    }

    /// <summary>Losses whose rows are held against each other do not tell what a slice is divided by.</summary>
    [Fact]
    public void LossesOverTheWholeBatchAreRefused()
    {
        var model = new Linear(2, 1, new RandomState(1));
        var trainer = new Trainer(model, new Objective(Loss.Create("rmse")), new Sgd(model.Parameters, 0.01)) { Slices = 2 };
        Assert.Contains("Train on whole batches", Assert.Throws<TrainingException>(() => trainer.Fit(Problem.Line())).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static double[] Trained(string kind, ProcessGroup? group, string? folder, int stop = 0, int slices = Slices)
    {
        var random = new RandomState(1);
        Module model = kind switch
        {
            "adamw, dropout" => new Sequential(new Linear(2, 8, random), Minima.Training.Activations.ByName("relu"), new Dropout(0.3, random), new Linear(8, 3, random)),
            "rmsprop, batch norm" => new Sequential(new Linear(2, 8, random), new BatchNorm(8), Minima.Training.Activations.ByName("relu"), new Linear(8, 3, random)),
            _ => new TwoLayers(2, 8, 3, random),
        };
        var optimizer = kind == "momentum, clipped" ? new Sgd(model.Parameters, 0.02, momentum: 0.9) : Minima.Training.Optimizers.Create(kind switch { "adamw, dropout" => "adamw", "rmsprop, batch norm" => "rmsprop", "lbfgs" => "lbfgs", "sgd" => "sgd", _ => "adam" }, model.Parameters, 0.02);
        using var cancel = new CancellationTokenSource();
        LossTerm[] terms = kind switch
        {
            "several terms" => [new("labels", Loss.Create("cross_entropy")), new("flat", Loss.Create("generalized_cross_entropy")) { Weight = 0.5 }],
            "class weights" => [new("labels", Loss.Create("cross_entropy")) { ClassWeights = [1, 2, 0.5] }],
            _ => [new("labels", Loss.Create("cross_entropy"))],
        };
        var trainer = new Trainer(model, new Objective(terms), optimizer)
        {
            Epochs = 3,
            Slices = slices,
            Distributed = group,
            ClipNorm = kind == "momentum, clipped" ? 0.05 : null,
            AccumulatedBatches = kind == "accumulated" ? 2 : 1,
            Average = kind == "average, decay" ? WeightAverage.Exponential(model.Parameters, 0.9) : null,
            Regularizers = kind == "penalties" ? [new L2Penalty(model.Parameters, 0.01), new L1Penalty(model.Parameters, 0.001)] : [],
            Checkpoints = folder is null ? null : new CheckpointStore(folder),
            EarlyStopping = new EarlyStopping(2),
            Metrics = [new Accuracy()],
            Callbacks = stop > 0 ? [new StopAt(stop, cancel)] : [],
        };
        if (folder is not null) trainer.Resume();
        trainer.Fit(Problem.Clouds(rows: 50, batch: kind == "rmsprop, batch norm" ? 25 : 20, weighted: kind == "weights"), Problem.Clouds(rows: 30, seed: 9), cancel.Token);
        return [.. ModelTensors.Of(model).SelectMany(tensor => tensor.Value.ToArray()), .. trainer.History.SelectMany(record => new[] { record.TrainingLoss, record.ValidationLoss!.Value, record.GradientNorm }.Concat(record.Terms.Values).Concat(record.TermGradientNorms.Values).Concat(record.Metrics.Values))];
    }

    private sealed class StopAt(int step, CancellationTokenSource cancel) : TrainingCallback
    {
        public override void StepEnded(Trainer trainer, in StepReport report)
        {
            if (report.Step == step) cancel.Cancel();
        }
    }

    private sealed class Flip : TrainingCallback
    {
        public override void StepEnded(Trainer trainer, in StepReport report)
        {
            if (report.Step == 42) trainer.Model.Parameters[3].Value.Write<float>()[0] += 1e-6f;
        }
    }

    /// <summary>A linear layer that writes down what it draws.</summary>
    private sealed class Drawing : Module
    {
        private readonly Linear _linear;
        private readonly RandomState _random;
        private readonly List<double> _drawn;

        public Drawing(RandomState random, List<double> drawn)
        {
            _linear = Add("linear", new Linear(2, 1, random));
            _random = random.Fork("draws");
            _drawn = drawn;
            AddRandom(_random);
        }

        protected override Tensor Compute(Tensor input)
        {
            if (IsTraining) _drawn.Add(_random.NextDouble());
            return _linear.Forward(input);
        }
    }
}
