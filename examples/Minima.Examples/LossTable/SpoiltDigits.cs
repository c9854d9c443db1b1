using Minima.Lab.Pictures;
using Minima.Tabular;
using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training;
using Split = Minima.Lab.Split;

namespace Minima.Examples.LossTable;

/// <summary>The digits, a share of the training labels replaced by one of the nine others.</summary>
internal sealed class SpoiltDigits(BundledTable table, double wrongShare) : Problem
{
    private const int Hidden = 100;

    public override Words Name => new(FormattableString.Invariant($"digits, {100 * wrongShare:0} % of labels wrong"), FormattableString.Invariant($"手写数字，{100 * wrongShare:0} % 标签有误"));

    public override Words Figure => new("accuracy on clean test rows", "干净测试集准确率");

    public override bool LargerIsBetter => true;

    public override IReadOnlyList<string> Losses { get; } = ["cross_entropy", "softmax_focal", "multi_margin", "gce"];

    public override string Text(double figure) => figure.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture);

    protected override double Train(string loss, OptimizerChoice optimizer, double rate, int seed, int epochs, bool isTuning)
    {
        var split = Split.Of(table, seed);
        var spoilt = Spoilt(split.Training, seed);
        var training = isTuning ? split.Fold(0, within: false) : split.Training;
        var test = isTuning ? split.Fold(0, within: true) : split.Test;
        using var trainingRows = DigitRows.Shuffled(DigitRows.Labelled(table, training, labels: [.. training.Select(row => spoilt[row])]), seed);
        using var testRows = DigitRows.OneBatch(DigitRows.Labelled(table, test, labels: isTuning ? [.. test.Select(row => spoilt[row])] : null));
        var random = new RandomState((ulong)seed);
        var model = new Sequential(new Linear(DigitRows.PixelCount, Hidden, random), new Activation<Relu>(), new Linear(Hidden, DigitRows.Classes, random));
        var trainer = new Trainer(model, new Objective(Loss.Create(loss)), optimizer.Make(model.Parameters, rate)) { Epochs = epochs };
        return Tuning.Fit(trainer, trainingRows) ? Scoring.Accuracy(model, testRows) : double.NegativeInfinity;
    }

    /// <summary>The labels that training sees, by row.</summary>
    private Dictionary<int, int> Spoilt(int[] rows, int seed)
    {
        var random = new RandomState((ulong)seed).Fork("wrong labels");
        return rows.ToDictionary(row => row, row => random.NextDouble() < wrongShare ? ((int)table.Target[row] + 1 + random.NextInt(DigitRows.Classes - 1)) % DigitRows.Classes : (int)table.Target[row]);
    }
}
