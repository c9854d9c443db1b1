using Minima.Lab.Studies;
using Minima.Tabular;
using Minima.Training.Data;

namespace Minima.Lab.Descent;

/// <summary>A network of two classes that begins sure of one of them, trained under a loss.</summary>
/// <param name="Silent">The proportion of rows misclassified at the start whose gradient at the logit is exactly 0.</param>
/// <param name="Broken">The training broke off at a loss or gradient that is not finite.</param>
/// <param name="Accuracy">On rows that were not learned from; that of the start if the training broke off.</param>
internal readonly record struct SureStart(double Silent, bool Broken, double Accuracy)
{
    private const int Hidden = 16;

    /// <param name="run">How much of it.</param>
    /// <param name="trial">Rows and weights.</param>
    /// <param name="loss">Of a logit, or of a probability.</param>
    /// <param name="isOfProbability">True if the network ends in a sigmoid.</param>
    /// <param name="bias">Of the output, at the start.</param>
    /// <param name="rate">Of SGD.</param>
    public static SureStart Of(LabRun run, Trial trial, Loss loss, bool isOfProbability, double bias, double rate)
    {
        var table = BundledTable.BreastCancer();
        var rows = StudyRows.Of(table, trial);
        var standard = new Scale(table.FeaturesOf(rows.Training), table.Width);
        var network = Models.Mlp(table.Width, [Hidden], 1, new RandomState((ulong)trial.Seed));
        network.Parameters[^1].Value.Write<float>()[0] = (float)bias;
        Module model = isOfProbability ? new Sequential([.. network.Layers, Activations.ByName("sigmoid")]) : network;
        using var training = DigitRows.Shuffled(Rows(rows.Training), trial.Seed);
        using var judging = DigitRows.OneBatch(Rows(rows.Judging));
        var (start, silent) = (Accuracy(), DigitRows.Whole(Rows(rows.Training), batch => ShareOfSilent(network, loss, isOfProbability, batch)));
        try
        {
            var epochs = run.Of(30, 1);
            new Trainer(model, new Objective(loss), new Sgd(model.Parameters, rate)) { Epochs = epochs, Schedule = new CosineSchedule(epochs * training.BatchesPerEpoch) }.Fit(training);
            return new(silent, Broken: false, Accuracy());
        }
        catch (NonFiniteException)
        {
            return new(silent, Broken: true, start);
        }

        ArrayData Rows(int[] some) => new(DataArray.Of("features", standard.Of(table.FeaturesOf(some)), [table.Width]), DataArray.Of("malignant", [.. some.Select(row => (float)table.Target[row])], [1]));

        double Accuracy() => DigitRows.Whole(Rows(rows.Judging), batch =>
            Fitting.Outputs(() => network.Forward(batch.Features)).Zip(batch.Target.ToArray(), (logit, target) => logit > 0 == target > 0 ? 1.0 : 0).Average());
    }

    /// <summary>The proportion of misclassified rows whose logit gets a gradient of exactly 0; NaN does not count as 0.</summary>
    private static double ShareOfSilent(Sequential network, Loss loss, bool isOfProbability, TrainingBatch batch)
    {
        using var scope = StepScope.Begin();
        var logits = network.Forward(batch.Features).Detach().WithGradient();
        var output = isOfProbability ? Activations.ByName("sigmoid").Forward(logits) : logits;
        loss.Apply(output, batch.Target).Backward();
        var wrong = logits.ToArray().Zip(batch.Target.ToArray(), (logit, target) => logit > 0 != target > 0).ToArray();
        var gradients = logits.Gradient.ToArray();
        var all = wrong.Count(one => one);
        return all == 0 ? 0 : wrong.Where((one, i) => one && gradients[i] == 0).Count() / (double)all;
    }

    /// <summary>Columns of mean 0 and deviation 1.</summary>
    private sealed class Scale
    {
        private readonly double[] _means;
        private readonly double[] _deviations;

        public Scale(float[] rows, int width)
        {
            _means = [.. Enumerable.Range(0, width).Select(k => Column(k).Average())];
            _deviations = [.. Enumerable.Range(0, width).Select(k => Math.Sqrt(Column(k).Average(x => (x - _means[k]) * (x - _means[k]))))];

            IEnumerable<double> Column(int k) => Enumerable.Range(0, rows.Length / width).Select(row => (double)rows[(row * width) + k]);
        }

        public float[] Of(float[] rows) => [.. rows.Select((x, i) => (float)((x - _means[i % _means.Length]) / _deviations[i % _means.Length]))];
    }
}
