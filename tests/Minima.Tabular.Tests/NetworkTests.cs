using System.Globalization;
using Minima.Tensors;
using Minima.Training;
using Minima.Training.Checkpoints;
using Minima.Training.Data;

namespace Minima.Tabular.Tests;

/// <summary>Networks trained on tables from C#.</summary>
public sealed class NetworkTests : IDisposable
{
    private static readonly NetworkOptions Small = new() { Loss = "huber:delta=2", Hidden = [8], Epochs = 6, Seed = 3 };

    private readonly string _folder = Directory.CreateTempSubdirectory("minima-networks-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ASavedNetworkPredictsWhatTheTrainedOneDoes()
    {
        var heard = new MadeTables.Heard<EpochRecord>();
        var table = MadeTables.Flats(150, 1);
        var result = NetworkTraining.Train(table, Small, heard, Cancellation);
        Assert.True(result.IsComplete);
        Assert.True(result.HasValidation);
        Assert.Equal(6, heard.All.Count);
        Assert.Equal(result.Epochs, heard.All);
        Assert.InRange(result.BestEpoch, 1, 6);
        Assert.True(result.Scores!.Of(TableMetric.Of("rmse")) > 0);
        var path = Path.Combine(_folder, "flats");
        result.Save(path);
        Assert.Equal(result.Predictor.Predict(table, Cancellation).Values, Predictor.Load(path).Predict(table, Cancellation).Values);
        Assert.Equal(["price"], result.Predictor.Targets);
    }

    [Fact]
    public void ATableInAFileTrainsAsItDoesInMemory()
    {
        var random = new Random(2);
        var (x, y) = (new double[120], new double[120]);
        for (var i = 0; i < x.Length; i++) (x[i], y[i]) = (random.NextDouble(), random.NextDouble());
        Column[] columns = [new("x", x), new("price", y)];
        var path = Path.Combine(_folder, "flats.csv");
        File.WriteAllLines(path, x.Zip(y, (left, right) => string.Create(CultureInfo.InvariantCulture, $"{left:R},{right:R}")).Prepend("x,price"));
        var inMemory = NetworkTraining.Train(Table.FromColumns(columns, "price"), Small, null, Cancellation);
        var inFile = NetworkTraining.Train(Table.FromFile(path, "price"), Small, null, Cancellation);
        Assert.Equal(inMemory.Epochs.Select(record => (record.TrainingLoss, record.ValidationLoss)), inFile.Epochs.Select(record => (record.TrainingLoss, record.ValidationLoss)));
    }

    [SlowFact]
    public void ATrainingThatWasStoppedGoesOnToTheSameBits()
    {
        var table = MadeTables.Flats(150, 3);
        var whole = NetworkTraining.Train(table, Small, null, Cancellation);
        using var source = new CancellationTokenSource();
        var store = new CheckpointStore(Path.Combine(_folder, "run"));
        var stopped = NetworkTraining.Train(table, Small with { Checkpoints = store }, new Stopping(source, 3), source.Token);
        Assert.Equal((TrainingEnd.Cancelled, false, 3), (stopped.End, stopped.IsComplete, stopped.Epochs.Count));
        Assert.Null(stopped.Scores);
        using var again = NetworkTraining.Begin(table, Small with { Checkpoints = store }, Cancellation);
        again.Trainer.Resume();
        var resumed = again.Run(Cancellation);
        Assert.Equal(whole.Epochs.Select(record => (record.TrainingLoss, record.ValidationLoss)), resumed.Epochs.Select(record => (record.TrainingLoss, record.ValidationLoss)));
        Assert.Equal(whole.Predictor.Predict(table, Cancellation).Values, resumed.Predictor.Predict(table, Cancellation).Values);
    }

    [Fact]
    public void ACancelledTrainingWithoutAnEpochThrows()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => NetworkTraining.Train(MadeTables.Flats(50, 1), Small, null, source.Token));
    }

    [Fact]
    public void TheTaskDecidesWhatIsPredicted()
    {
        using var classes = NetworkTraining.Begin(MadeTables.Classes(200, 1), new() { Hidden = [], Epochs = 20, LearningRate = 0.05, BalancesClasses = true }, Cancellation);
        Assert.Equal((PredictionTask.Binary, "bce_with_logits"), (classes.Task.Task, classes.LossName));
        Assert.Equal(["no", "yes"], classes.Classes);
        Assert.Equal((160, 40, 1, "1-1"), (classes.TrainingRows, classes.ValidationRows, classes.Features, classes.Widths));
        Assert.InRange(classes.Run(Cancellation).Scores!.Of(TableMetric.Of("auc"))!.Value, 0.7, 1);

        var columns = MadeTables.Columns(150, 4);
        var two = Table.FromColumns(columns, "price,area");
        using var numbers = NetworkTraining.Begin(two, Small with { Balance = "pcgrad" }, Cancellation);
        Assert.Equal(["price", "area"], numbers.Targets);
        Assert.Equal(("pcgrad", 2), (numbers.Balance!.Key, numbers.LossWeights.Count));
        Assert.Equal(2, numbers.Run(Cancellation).Predictor.Predict(two, Cancellation).Width);
    }

    [Fact]
    public void AValidationTableJudges()
    {
        using var training = NetworkTraining.Begin(MadeTables.Flats(100, 5), Small with { Validation = MadeTables.Flats(40, 6) }, Cancellation);
        Assert.Equal((100, 40), (training.TrainingRows, training.ValidationRows));
        Assert.Equal(40, training.Run(Cancellation).Scores!.Rows);
        var without = NetworkTraining.Train(MadeTables.Flats(100, 5), Small with { ValidationShare = 0 }, null, Cancellation);
        Assert.Equal((false, 6, 100), (without.HasValidation, without.BestEpoch, without.Scores!.Rows));
    }

    public static TheoryData<NetworkOptions, string> Refused => new()
    {
        { Small with { Epochs = 0 }, "--epochs is 0" },
        { Small with { BatchSize = -1 }, "--batch is -1" },
        { Small with { Hidden = [8, 0] }, "--hidden is 0" },
        { Small with { Dropout = double.NaN }, "--dropout is NaN" },
        { Small with { ValidationShare = 1 }, "--validation is 1" },
        { Small with { ClipNorm = 0 }, "--clip is 0" },
        { Small with { SharpnessRadius = 0 }, "--sharpness is 0" },
        { Small with { Normalization = "laier" }, "did you mean 'layer'" },
        { Small with { Optimizer = "adaam" }, "did you mean 'adam'" },
        { Small with { Optimizer = "sgd:momentum" }, "option=number is expected" },
        { Small with { Schedule = "cosinus" }, "cosine" },
        { Small with { Activation = "rellu" }, "relu" },
        { Small with { Balance = "pcgrad" }, "--target gives one" },
        { Small with { Loss = "huber:delta=0.5..5" }, "the range 0.5..5 for delta" },
        { Small with { Loss = "bce_with_logits" }, "cannot be trained on the target" },
        { Small with { Weight = "weigth" }, "--weight" },
        { Small with { BalancesClasses = true }, "--class-weights is for one target of classes" },
        { Small with { ValidationShare = 0, Patience = 3 }, "there are none" },
        { Small with { WarmUpSteps = 100_000 }, "--warm-up is 100000 steps" },
    };

    [SlowTheory]
    [MemberData(nameof(Refused))]
    public void WhatCannotBeTrainedIsRefused(NetworkOptions options, string expected)
    {
        var refusal = Assert.ThrowsAny<Exception>(() => NetworkTraining.Train(MadeTables.Flats(60, 1), options, null, Cancellation));
        Assert.True(refusal is TrainingException or LossException, refusal.ToString());
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATableWithoutATargetIsRefused()
    {
        Assert.Contains("--target", Assert.Throws<UsageException>(() => NetworkTraining.Train(Table.FromColumns(MadeTables.Columns(50, 1)), Small, null, Cancellation)).Message, StringComparison.Ordinal);
        Assert.Contains("'prise'", Assert.Throws<DataException>(() => NetworkTraining.Train(Table.FromColumns(MadeTables.Columns(50, 1), "prise"), Small, null, Cancellation)).Message, StringComparison.Ordinal);
    }

    private sealed class Stopping(CancellationTokenSource source, int epochs) : IProgress<EpochRecord>
    {
        public void Report(EpochRecord value)
        {
            if (value.Epoch == epochs) source.Cancel();
        }
    }
}
