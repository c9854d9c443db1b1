using Minima.Tensors.Randomness;
using Minima.Training.Checkpoints;

namespace Minima.Training.Tests.Loop;

/// <summary>The guard names the step, the layer, the operation, the rows and the cause.</summary>
public sealed class NaNGuardTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("minima-guard-").FullName;

    [Fact]
    public void ANumberThatIsMissingInTheFeaturesIsFoundWithItsRow()
    {
        var report = Stopped(new Linear(2, 1, new RandomState(1)), Batch([1, 2, float.NaN, 4, 5, 6], [1, 2, 3]));
        Assert.Equal(Diagnoses.NotFiniteInput, report.Entry);
        Assert.Equal([11], report.Rows);
        Assert.Equal(1, report.Step);
        Assert.Equal(1, report.Epoch);
        Assert.Contains("rows     row 11 of the data", report.ToString(), StringComparison.Ordinal);
        Assert.Contains(report.Entry.Page, report.ToString(), StringComparison.Ordinal);
        Assert.Contains(report.Entry.ChinesePage, report.InChinese(), StringComparison.Ordinal);
    }

    [Fact]
    public void ATargetThatIsMissingIsFoundWithItsRow()
    {
        var report = Stopped(new Linear(2, 1, new RandomState(1)), Batch([1, 2, 3, 4, 5, 6], [1, float.NaN, 3]));
        Assert.Equal(Diagnoses.NotFiniteTarget, report.Entry);
        Assert.Equal([11], report.Rows);
    }

    [Fact]
    public void AParameterIsNamed()
    {
        var model = new Linear(2, 1, new RandomState(1));
        model.Parameters[1].Value.Write<float>()[0] = float.PositiveInfinity;
        var report = Stopped(model, Batch([1, 2, 3, 4, 5, 6], [1, 2, 3]));
        Assert.Equal(Diagnoses.NotFiniteParameter, report.Entry);
        Assert.Equal("parameter bias", report.Tensor);
    }

    [Fact]
    public void ALogarithmBelowZeroIsADomain()
    {
        var report = Stopped(new Logarithm(), Batch([1, 2, -3, 4, 5, 6], [1, 2, 3, 1, 2, 3], columns: 2));
        Assert.Equal(Diagnoses.OutsideDomain, report.Entry);
        Assert.Equal("log", report.Operation);
        Assert.Equal("inner", report.Layer);
        Assert.Equal((-3, 6), report.InputRange);
        Assert.Equal([11], report.Rows);
        Assert.Equal(1, report.NonFinite.Count);
    }

    /// <summary>Its sums run over the batch: there are no terms of rows to look at, and the report comes nevertheless.</summary>
    [Fact]
    public void ALossThatIsOneNumberIsReportedToo()
    {
        var report = Stopped(new Logarithm(), Batch([1, 2, -3, 4, 5, 6], [1, 2, 3, 1, 2, 3], columns: 2), Loss.Create("relative_squared_error"));
        Assert.Equal((Diagnoses.OutsideDomain, "log"), (report.Entry, report.Operation));
        Assert.Equal([11], report.Rows);
    }

    [Fact]
    public void GrowthWithoutBoundIsAnOverflow()
    {
        var model = new Linear(2, 1, new RandomState(1));
        var trainer = new Trainer(model, new Objective(Loss.Create("mse")), new Sgd(model.Parameters, 1e6)) { Epochs = 100 };
        var report = Assert.Throws<NonFiniteException>(() => trainer.Fit(Problem.Line())).Report!;
        Assert.Equal(Diagnoses.Overflow, report.Entry);
        Assert.All(Problem.Weights(model), weight => Assert.True(double.IsFinite(weight)));
        Assert.True(report.Step > 1);
    }

    [Fact]
    public void AnInfiniteSlopeIsFoundOnTheWayBack()
    {
        var report = Stopped(new Reciprocal(), Batch([1, 2, 1e-30f, 4, 5, 6], [1, 2, 3, 1, 2, 3], columns: 2), Loss.Parse("0.0*p + 0.0*t + 1e-3*p"));
        Assert.True(report.InGradient);
        Assert.Equal(Diagnoses.NotFiniteGradient, report.Entry);
    }

    [Fact]
    public void ALossThatIsNotFiniteNamesItsRows()
    {
        var report = Stopped(new Linear(2, 1, new RandomState(1)), Batch([1, 2, 3, 4, 5, 6], [1, -2, 3]), Loss.Parse("(p - p) + log(t)"));
        Assert.Equal([11], report.Rows);
    }

    [Fact]
    public void AReplayFindsTheSameAgain()
    {
        var path = Path.Combine(_folder, "replay");
        var model = new TwoLayers(2, 4, 1, new RandomState(1));
        var trainer = new Trainer(model, new Objective(Loss.Create("mse")), new Sgd(model.Parameters, 1e4)) { Epochs = 100, Guard = new NaNGuard { ReplayPath = path } };
        var report = Assert.Throws<NonFiniteException>(() => trainer.Fit(Problem.Line())).Report!;
        var again = Replay.Run(path, _ => new TwoLayers(2, 4, 1, new RandomState(77)));
        Assert.Equal((report.Entry, report.Operation, report.Layer, report.InputRange, report.NonFinite, report.Step), (again.Entry, again.Operation, again.Layer, again.InputRange, again.NonFinite, again.Step));
        Assert.Contains($"minima doctor replay {path}", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AReplayKnowsItsRowsTargetsAndTerms()
    {
        var path = Path.Combine(_folder, "rows");
        var batch = new TrainingBatch(Tensor.Of([1f, 2, 3, 4, 5, 6], [3, 2]), Tensor.Of([1f, 2, 3], [3, 1])) { RowNumbers = new[] { 10, 11, 12 }, RowWord = "line", Source = "some.csv", MoreTargets = [Tensor.Of([1f, -2, 3], [3, 1])] };
        var model = new Linear(2, 2, new RandomState(1));
        LossTerm[] terms =
        [
            new("first", Loss.Create("mse")) { OutputCount = 1, Weight = 0.25 },
            new("second", Loss.Parse("(p - p) + log(t)")) { OutputStart = 1, OutputCount = 1, Target = 1 },
        ];
        var trainer = new Trainer(model, new Objective(terms), new Sgd(model.Parameters, 0.1)) { Guard = new NaNGuard { ReplayPath = path } };
        var report = Assert.Throws<NonFiniteException>(() => trainer.Fit(new Single(batch))).Report!;
        var again = Replay.Run(path, _ => new Linear(2, 2, new RandomState(2)));
        Assert.Equal([11], report.Rows);
        Assert.Equal(report.Rows, again.Rows);
        Assert.Equal(("line", "some.csv"), (again.RowWord, again.Source));
        Assert.Equal((report.Entry, report.Operation), (again.Entry, again.Operation));
        Assert.Contains("line 11 of some.csv", again.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A file of the time before rows were written has none; one that is damaged is refused.</summary>
    [Theory]
    [InlineData("missing", null)]
    [InlineData("damaged", "is wrong")]
    public void ReplaysOfOtherTimes(string what, string? refusal)
    {
        var path = Path.Combine(_folder, what);
        var model = new Linear(2, 1, new RandomState(1));
        var trainer = new Trainer(model, new Objective(Loss.Create("mse")), new Sgd(model.Parameters, 0.1)) { Guard = new NaNGuard { ReplayPath = path } };
        Assert.Throws<NonFiniteException>(() => trainer.Fit(new Single(Batch([1, 2, float.NaN, 4, 5, 6], [1, 2, 3]))));
        var saved = ModelFile.Load(path);
        var replay = saved.Metrics["replay"]!.AsObject();
        if (refusal is null)
        {
            replay.Remove("batches");
            replay.Remove("terms");
        }
        else
        {
            replay["batches"]![0]!["rows"] = "ten";
        }

        ModelFile.Save(path, saved);
        NonFiniteReport Again() => Replay.Run(path, _ => new Linear(2, 1, new RandomState(2)));
        if (refusal is null) Assert.Empty(Again().Rows);
        else Assert.Contains(refusal, Assert.Throws<CheckpointException>(Again).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAGuardTrainingGoesOn()
    {
        var model = new Linear(2, 1, new RandomState(1));
        var trainer = new Trainer(model, new Objective(Loss.Create("mse")), new Sgd(model.Parameters, 1e6)) { Epochs = 20, Guard = null };
        Assert.Equal(TrainingEnd.Finished, trainer.Fit(Problem.Line()).End);
        Assert.Contains(Problem.Weights(model), double.IsNaN);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static NonFiniteReport Stopped(Module model, TrainingBatch batch, Loss? loss = null)
    {
        if (model.Parameters.Count == 0) throw new InvalidOperationException("the model needs a parameter");
        var trainer = new Trainer(model, new Objective(loss ?? Loss.Create("mse")), new Sgd(model.Parameters, 0.1));
        return Assert.Throws<NonFiniteException>(() => trainer.Fit(new Single(batch))).Report!;
    }

    private static TrainingBatch Batch(float[] features, float[] target, int columns = 1) =>
        new(Tensor.Of(features, [3, 2]), Tensor.Of(target, columns == 1 ? [3, 1] : [3, 2])) { RowNumbers = new[] { 10, 11, 12 } };

    private sealed class Logarithm : Module
    {
        private readonly Inner _inner;

        public Logarithm() => _inner = Add("inner", new Inner());

        protected override Tensor Compute(Tensor input) => _inner.Forward(input);

        private sealed class Inner : Module
        {
            private readonly Parameter _scale;

            public Inner() => _scale = Add("scale", Tensor.Ones([]));

            protected override Tensor Compute(Tensor input) => (input * _scale.Value).Log();
        }
    }

    private sealed class Reciprocal : Module
    {
        private readonly Parameter _scale;

        public Reciprocal() => _scale = Add("scale", Tensor.Ones([]));

        protected override Tensor Compute(Tensor input) => 1 / (input * _scale.Value) * 1e-8;
    }

    private sealed class Single(TrainingBatch batch) : IBatchSource, IBatchReader
    {
        private bool _given;

        public long Rows => batch.Rows;

        public int Batches => 1;

        public IBatchReader Open(int epoch, int firstBatch)
        {
            _given = false;
            return this;
        }

        public bool Next(out TrainingBatch next)
        {
            next = batch;
            return !_given && (_given = true);
        }

        public void Dispose()
        {
        }
    }
}
