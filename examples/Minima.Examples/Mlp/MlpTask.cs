using Minima.Tabular;
using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training;
using Minima.Training.Data;
using Metric = Minima.Training.Metric;

namespace Minima.Examples.Mlp;

/// <summary>One hidden layer on a table, on given rows.</summary>
internal static class MlpTask
{
    public const int Hidden = 100;
    public const int BatchSize = 32;

    /// <summary>The scores on the test rows after each of some numbers of epochs: accuracy, or R2.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="training">Those to learn from.</param>
    /// <param name="test">Those to judge by.</param>
    /// <param name="learningRate">Of Adam.</param>
    /// <param name="penalty">Half of this times the squared weights is added to the mean loss.</param>
    /// <param name="epochs">When to judge; the largest is the last.</param>
    /// <param name="seed">Of weights and batches.</param>
    /// <param name="decays">Whether the learning rate falls along half a cosine to 0 at the last epoch; otherwise it stays.</param>
    public static double[] Scores(BundledTable table, int[] training, int[] test, double learningRate, double penalty, IReadOnlyList<int> epochs, int seed, bool decays)
    {
        var (trainingData, testData) = Prepared(table, training, test);
        using var trainingRows = new DataLoader(trainingData, new() { BatchSize = BatchSize, Seed = (ulong)seed, Prefetch = 0 });
        using var testRows = new DataLoader(testData, new() { BatchSize = test.Length, Shuffles = false, Prefetch = 0 });
        var model = Model(table, new RandomState((ulong)seed));
        var metric = Metric(table);
        var trainer = new Trainer(model, new Objective(Loss.Create(LossName(table))), new Adam(model.Parameters, learningRate))
        {
            Epochs = epochs.Max(),
            Regularizers = [new L2Penalty([.. model.Parameters.Where(parameter => parameter.Value.Rank == 2)], penalty)],
            Schedule = decays ? new CosineSchedule(epochs.Max() * trainingRows.BatchesPerEpoch) : null,
            Metrics = [metric],
        };
        var history = trainer.Fit(trainingRows, testRows).History;
        return [.. epochs.Select(epoch => history[epoch - 1].Metrics[metric.Name])];
    }

    private static Sequential Model(BundledTable table, RandomState random) => new(
        new Linear(table.Width, Hidden, random, initializer: Initializer.GlorotUniform),
        new Activation<Relu>(),
        new Linear(Hidden, table.Classes, random, initializer: Initializer.GlorotUniform));

    // As scikit-learn's: the squared error has the factor 1/2, which the penalty is measured by.
    private static string LossName(BundledTable table) => table.Kind switch
    {
        TaskKind.Classes => "cross_entropy",
        TaskKind.TwoClasses => "bce_with_logits",
        _ => "half_mse",
    };

    private static Metric Metric(BundledTable table) => table.Kind switch
    {
        TaskKind.Classes => new Accuracy(),
        TaskKind.TwoClasses => new BinaryAccuracy(),
        _ => new R2(),
    };

    /// <summary>Pixels over 16; other columns, and amounts to predict, standardised by the training rows.</summary>
    private static (ArrayData Training, ArrayData Test) Prepared(BundledTable table, int[] training, int[] test)
    {
        if (table.Kind == TaskKind.Classes) return (DigitRows.Labelled(table, training), DigitRows.Labelled(table, test));
        float[] x = table.FeaturesOf(training), xTest = table.FeaturesOf(test);
        var columns = Standardizer.Learn<float>(x, table.Width);
        columns.Apply<float>(x);
        columns.Apply<float>(xTest);
        float[] y = table.AmountsOf(training), yTest = table.AmountsOf(test);
        if (table.Kind == TaskKind.Amount)
        {
            var amounts = Standardizer.Learn<float>(y, 1);
            amounts.Apply<float>(y);
            amounts.Apply<float>(yTest);
        }

        return (Measured(x, y), Measured(xTest, yTest));

        ArrayData Measured(float[] features, float[] amounts) => new(DataArray.Of("features", features, [table.Width]), DataArray.Of("target", amounts, []));
    }
}
