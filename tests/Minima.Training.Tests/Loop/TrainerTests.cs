using Minima.Tensors.Randomness;
using Minima.Training.Checkpoints;

namespace Minima.Training.Tests.Loop;

/// <summary>The loop: it learns, it stops, it goes on where it was killed.</summary>
public sealed class TrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("minima-trainer-").FullName;

    [Fact]
    public void ItLearns()
    {
        var data = Problem.Clouds();
        var trainer = New(1, epochs: 30, metrics: true);
        var result = trainer.Fit(data, Problem.Clouds(seed: 9));
        Assert.Equal(TrainingEnd.Finished, result.End);
        Assert.Equal(30, result.History.Count);
        Assert.True(result.History[^1].TrainingLoss < 0.6 * result.History[0].TrainingLoss);
        Assert.True(result.History[^1].Metrics["accuracy"] > 0.8);
        Assert.Equal(30 * data.Batches, trainer.Step);
    }

    [Fact]
    public void ASecondFitIsRefusedWhereNothingIsLeftAndGoesOnWhereEpochsWereRaised()
    {
        var data = Problem.Clouds(rows: 60);
        var trainer = New(5, epochs: 2);
        trainer.Fit(data);
        var problem = Assert.Throws<TrainingException>(() => trainer.Fit(data));
        Assert.Contains("2 of 2 epochs are done", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Raise Epochs", problem.Message, StringComparison.Ordinal);
        trainer.Epochs = 3;
        Assert.Equal(3, trainer.Fit(data).History.Count);
        var whole = New(5, epochs: 3);
        whole.Fit(data);
        Assert.Equal(Problem.Weights(whole.Model), Problem.Weights(trainer.Model));
    }

    [Fact]
    public void TheSameSeedGivesTheSameBits()
    {
        var first = New(5, epochs: 3);
        var second = New(5, epochs: 3);
        first.Fit(Problem.Clouds());
        second.Fit(Problem.Clouds());
        Assert.Equal(Problem.Weights(first.Model), Problem.Weights(second.Model));
    }

    [SlowTheory]
    [InlineData("sgd")]
    [InlineData("adam")]
    [InlineData("rmsprop")]
    [InlineData("lbfgs")]
    public void ATrainingThatIsStoppedAnywhereGoesOnToTheSameBits(string optimizer)
    {
        var data = Problem.Clouds(rows: 60);
        var undisturbed = Made(null);
        undisturbed.Fit(data, Problem.Clouds(seed: 9));
        for (var stopAfter = 1; stopAfter <= undisturbed.Step; stopAfter += 3)
        {
            var folder = Path.Combine(_folder, $"{optimizer}{stopAfter}");
            using var stop = new CancellationTokenSource();
            var first = Made(folder, new StopAfter(stopAfter, stop));
            first.Fit(data, Problem.Clouds(seed: 9), stop.Token);
            var second = Made(folder);
            Assert.NotNull(second.Resume().Found);
            Assert.Equal(first.Step, second.Step);
            second.Fit(data, Problem.Clouds(seed: 9));
            Assert.Equal(Problem.Weights(undisturbed.Model), Problem.Weights(second.Model));
            Assert.Equal(undisturbed.History.Select(record => record.TrainingLoss), second.History.Select(record => record.TrainingLoss));
            Assert.Equal(undisturbed.History.Select(record => record.ValidationLoss), second.History.Select(record => record.ValidationLoss));
        }

        Trainer Made(string? folder, TrainingCallback? callback = null)
        {
            var model = new TwoLayers(2, 8, 3, new RandomState(1));
            return new Trainer(model, new Objective(Loss.Create("cross_entropy")), Minima.Training.Optimizers.Create(optimizer, model.Parameters, 0.01))
            {
                Epochs = 4,
                Schedule = new CosineSchedule(16),
                Average = WeightAverage.Exponential(model.Parameters, 0.9),
                EarlyStopping = new EarlyStopping(2),
                Checkpoints = folder is null ? null : new CheckpointStore(folder),
                CheckpointEverySteps = folder is null ? 0 : 2,
                Callbacks = callback is null ? [] : [callback],
            };
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AccumulatedBatchesAreOneBatch(bool weighted)
    {
        var data = Problem.Clouds(rows: 64, weighted: weighted);
        var whole = Gradient(data.InBatchesOf(64), 1);
        var parts = Gradient(data.InBatchesOf(16), 4);
        for (var i = 0; i < whole.Length; i++) Assert.Equal(whole[i], parts[i], 1e-6);

        static double[] Gradient(RowsInMemory data, int accumulated)
        {
            var model = new Linear(2, 3, new RandomState(2));
            var kept = new KeepGradients();
            var trainer = new Trainer(model, new Objective([new LossTerm("loss", Loss.Create("cross_entropy")) { ClassWeights = [1, 2, 3] }]), new Sgd(model.Parameters, 0.1))
            {
                Epochs = 1,
                AccumulatedBatches = accumulated,
                Callbacks = [kept],
            };
            trainer.Fit(data);
            return kept.Values;
        }
    }

    /// <summary>Metrics judge the outputs and the target of the first term, whichever these are.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(null)]
    public void MetricsJudgeTheFirstTerm(int? count)
    {
        var rows = MultiTask.TwoTasks.Rows();
        var model = MultiTask.TwoTasks.Network();
        var terms = MultiTask.TwoTasks.Terms();
        var trainer = new Trainer(model, new Objective([terms[1] with { OutputCount = count }, terms[0]]), new Sgd(model.Parameters, 0.01)) { Epochs = 1, Metrics = [new RootMeanSquaredErrorMetric()] };
        var figure = trainer.Fit(MultiTask.TwoTasks.Loader(rows), MultiTask.TwoTasks.Loader(rows)).History[^1].Metrics.Single().Value;
        using var loader = MultiTask.TwoTasks.Loader(rows, rows.Rows);
        foreach (var batch in loader.Epoch(0))
        {
            double[] output = model.Forward(batch.Features).Slice(1, 1, 1).ToArray(), target = batch.TargetAt(1).ToArray();
            Assert.Equal(Math.Sqrt(output.Zip(target, (o, t) => (o - t) * (o - t)).Average()), figure, 1e-12);
        }
    }

    [Fact]
    public void SeveralOutputsHaveLossesOfTheirOwn()
    {
        var model = new Linear(2, 4, new RandomState(2));
        var objective = new Objective(
        [
            new LossTerm("kind", Loss.Create("cross_entropy")) { OutputStart = 0, OutputCount = 3 },
            new LossTerm("size", Loss.Parse("(p - t)^2")) { OutputStart = 3, OutputCount = 1, Target = 1, Weight = 0.5 },
        ], TermWeights.AsGiven);
        var features = Tensor.Of([1f, 2, 3, 4], [2, 2]);
        var batch = new TrainingBatch(features, Tensor.Of([0, 2], [2])) { MoreTargets = [Tensor.Of([1f, -1], [2])] };
        var sums = new LossResult[2];
        var total = objective.Apply(model.Forward(features), batch, [], sums);
        Assert.Equal(sums[0].Value + (0.5 * sums[1].Value), total.Item(), 1e-5);
        total.Backward();
        Assert.False(model.Parameters[0].Gradient.IsNone);
    }

    [Fact]
    public void EarlyStoppingGivesTheBestWeightsBack()
    {
        // A rate that overshoots: the figure gets worse after the first epochs.
        var model = new Linear(2, 1, new RandomState(2));
        var trainer = new Trainer(model, new Objective(Loss.Create("mse")), new Sgd(model.Parameters, 1.05)) { Epochs = 60, EarlyStopping = new EarlyStopping(3), Guard = null };
        var validation = Problem.Line(seed: 8);
        var result = trainer.Fit(Problem.Line(), validation);
        Assert.Equal(TrainingEnd.StoppedEarly, result.End);
        Assert.Equal(result.History.Count - 3, result.BestEpoch);
        Assert.Equal(result.History[result.BestEpoch - 1].ValidationLoss!.Value, trainer.Judge(validation).Loss, 1e-12);
    }

    [Fact]
    public void TenThousandStepsAllocateNothing()
    {
        var model = new TwoLayers(2, 8, 3, new RandomState(1));
        var counter = new CountAllocations();
        var trainer = new Trainer(model, new Objective(Loss.Create("cross_entropy")), new Adam(model.Parameters, 0.01)) { Epochs = 200, ClipNorm = 1, Callbacks = [counter] };
        trainer.Fit(new OneBatch(Problem.Clouds(rows: 32, batch: 32)));

        // Of most epochs: a collection that a test beside this one causes counts the rest of this thread's piece of the heap as allocated.
        Assert.InRange(counter.Epochs.Count(allocated => allocated == 0), 150, 200);
    }

    [Fact]
    public void AModelIsSavedAndLoaded()
    {
        var trainer = New(1, epochs: 2);
        trainer.Fit(Problem.Clouds());
        var path = Path.Combine(_folder, "model");
        trainer.SaveModel(path);
        var other = new TwoLayers(2, 8, 3, new RandomState(99));
        ModelTensors.Copy(ModelFile.Load(path).Weights, [.. ModelTensors.Of(other)]);
        Assert.Equal(Problem.Weights(trainer.Model), Problem.Weights(other));
    }

    [Fact]
    public void ProgressIsPlainLines()
    {
        using var output = new StringWriter();
        var model = new Linear(2, 3, new RandomState(2));
        new Trainer(model, new Objective(Loss.Create("cross_entropy")), new Sgd(model.Parameters, 0.1)) { Epochs = 2, Metrics = [new Accuracy()], Progress = new LineProgress(output) }.Fit(Problem.Clouds(), Problem.Clouds(seed: 9));
        var lines = output.ToString().Split('\n');
        Assert.StartsWith("epoch 1/2  loss ", lines[0], StringComparison.Ordinal);
        Assert.Contains("  validation ", lines[0], StringComparison.Ordinal);
        Assert.Contains("  accuracy ", lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty", "no batch to train on")]
    [InlineData("epochs", "at least 1")]
    [InlineData("patience", "at least 1 epoch")]
    [InlineData("early without validation", "no validation rows")]
    [InlineData("metric", "not among the metrics")]
    [InlineData("other parameters", "another model")]
    [InlineData("resume nowhere", "Checkpoints")]
    [InlineData("checkpoint of another", "another model")]
    [InlineData("outputs", "the model has 3")]
    [InlineData("no term", "no term")]
    [InlineData("term twice", "Two terms")]
    public void WhatCannotBeIsRefused(string what, string words)
    {
        var action = what switch
        {
            "empty" => (Action)(() => New(1).Fit(new Nothing())),
            "epochs" => () => New(1, epochs: 0),
            "patience" => () => _ = new EarlyStopping(0),
            "early without validation" => () => With(new EarlyStopping(1)).Fit(Problem.Clouds()),
            "metric" => () => With(new EarlyStopping(1) { Metric = "accuracy" }).Fit(Problem.Clouds()),
            "other parameters" => () => _ = new Trainer(new Linear(2, 3, new RandomState(1)), new Objective(Loss.Create("mse")), new Sgd(new Linear(2, 3, new RandomState(1)).Parameters, 0.1)),
            "resume nowhere" => () => New(1).Resume(),
            "checkpoint of another" => OfAnother,
            "outputs" => () => new Objective([new LossTerm("a", Loss.Create("mse")) { OutputStart = 3 }]).Apply(Tensor.Zeros([2, 3]), new TrainingBatch(Tensor.Zeros([2, 1]), Tensor.Zeros([2, 1])), [], new LossResult[1]),
            "no term" => () => _ = new Objective([]),
            _ => () => _ = new Objective([new LossTerm("a", Loss.Create("mse")), new LossTerm("a", Loss.Create("mae"))]),
        };
        Assert.Contains(words, Assert.ThrowsAny<TrainingException>(action).Message, StringComparison.Ordinal);

        static Trainer With(EarlyStopping stopping)
        {
            var model = new Linear(2, 3, new RandomState(1));
            return new Trainer(model, new Objective(Loss.Create("cross_entropy")), new Sgd(model.Parameters, 0.1)) { EarlyStopping = stopping };
        }

        void OfAnother()
        {
            var first = New(1, epochs: 1);
            first.Fit(Problem.Clouds());
            var model = new Linear(2, 3, new RandomState(1));
            new Trainer(model, new Objective(Loss.Create("cross_entropy")), new Adam(model.Parameters, 0.1)).Restore(first.TakeCheckpoint());
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Trainer New(ulong seed, int epochs = 3, bool metrics = false)
    {
        var model = new TwoLayers(2, 8, 3, new RandomState(seed));
        return new Trainer(model, new Objective(Loss.Create("cross_entropy")), new Adam(model.Parameters, 0.02)) { Epochs = epochs, Metrics = metrics ? [new Accuracy()] : [] };
    }

    private sealed class StopAfter(long step, CancellationTokenSource source) : TrainingCallback
    {
        public override void StepEnded(Trainer trainer, in StepReport report)
        {
            if (report.Step == step) source.Cancel();
        }
    }

    private sealed class KeepGradients : TrainingCallback
    {
        public double[] Values { get; private set; } = [];

        public override void StepEnded(Trainer trainer, in StepReport report) => Values = [.. trainer.Model.Parameters.SelectMany(parameter => parameter.Gradient.ToArray())];
    }

    private sealed class CountAllocations : TrainingCallback
    {
        private readonly long[] _epochs = new long[200];
        private long _before;

        /// <summary>Bytes allocated by the steps of each epoch.</summary>
        public IReadOnlyList<long> Epochs => _epochs;

        public override void StepEnded(Trainer trainer, in StepReport report)
        {
            var now = GC.GetAllocatedBytesForCurrentThread();

            // A reader is opened and a record written at an epoch's ends; the steps between them are what counts.
            if (report.Batch > 1) _epochs[report.Epoch - 1] += now - _before;
            _before = GC.GetAllocatedBytesForCurrentThread();
        }
    }

    private sealed class OneBatch(RowsInMemory rows) : IBatchSource, IBatchReader
    {
        private TrainingBatch _batch;
        private int _next;

        public long Rows => 32;

        public int Batches => 50;

        public IBatchReader Open(int epoch, int firstBatch)
        {
            if (_batch.Features.IsNone)
            {
                rows.Open(0, 0).Next(out _batch);
                _batch = new TrainingBatch(_batch.Features.Keep(), _batch.Target.Keep());
            }

            _next = firstBatch;
            return this;
        }

        public bool Next(out TrainingBatch batch)
        {
            batch = _batch;
            return _next++ < Batches;
        }

        public void Dispose()
        {
        }
    }

    private sealed class Nothing : IBatchSource
    {
        public long Rows => 0;

        public int Batches => 0;

        public IBatchReader Open(int epoch, int firstBatch) => throw new InvalidOperationException("nobody opens it");
    }
}
