using System.Globalization;
using Minima.Tabular;
using Minima.Tensors;
using Minima.Training;

namespace Minima.Examples.Gradients;

/// <summary>Vanishing gradients, layer by layer: their causes, their remedies, and what they do to training.</summary>
internal static class GradientsCommand
{
    private const int TrainingHiddenLayers = 3;
    private const int Epochs = 20;

    private static readonly int[] Seeds = [1, 2, 3, 4, 5];
    private static readonly double[] SgdRates = [0.01, 0.03, 0.1, 0.3, 1];
    private static readonly double[] AdamRates = [0.0001, 0.0003, 0.001, 0.003, 0.01];
    private static readonly double[] WideRates = [0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000];
    private static readonly double[] Logits = [0, 2, 4, 8, 16];
    private static readonly int[] ShownEpochs = [0, 1, 2, 5, 10, 20];
    private static readonly int[] ShownLayers = [0, 3, 6, 9, 10];

    private static readonly Words SquaredError = new("squared error", "平方误差");
    private static readonly Words CrossEntropy = new("cross-entropy", "交叉熵");

    public static void Run(TextWriter output, PictureFolder pictures) => Run(output, pictures, Seeds, Epochs);

    /// <summary>The same with other seeds and epochs.</summary>
    internal static void Run(TextWriter output, PictureFolder pictures, int[] seeds, int epochs)
    {
        var table = BundledTable.Digits();
        var norms = DeepVariant.All.Select(variant => DeepNetworks.Norms(table, variant, seeds)).ToArray();
        WriteNetworks(output, table, norms, seeds, epochs);
        WriteUnit(output);
        var saturated = new[] { (DeepVariant.Sigmoid, true), (DeepVariant.Sigmoid, false), (DeepVariant.HeRelu, true), (DeepVariant.HeRelu, false) }
            .Select(one => new SaturatedOutputs(one.Item1, DeepNetworks.HiddenLayers, 8, one.Item2)).ToArray();
        var saturatedNorms = saturated.Select(setting => setting.Norms(table, seeds)).ToArray();
        WriteSaturated(output, saturated, saturatedNorms);
        var trained = new[] { (0.0, true), (0.0, false), (8.0, true), (8.0, false) }
            .Select(one => new SaturatedOutputs(DeepVariant.HeRelu, TrainingHiddenLayers, one.Item1, one.Item2)).ToArray();
        var curves = trained.Select(setting => setting.Curve(table, WideRates, seeds, epochs)).ToArray();
        WriteCurves(output, trained, curves);
        pictures.Write("gradients", language => Draw(language, norms, saturated, saturatedNorms, trained, curves));
    }

    private static void WriteNetworks(TextWriter output, BundledTable table, double[][] norms, int[] seeds, int epochs)
    {
        output.WriteLine($"Fresh networks, {DeepNetworks.HiddenLayers} hidden layers of {DeepVariant.Width} units on the digits: gradient norm of each layer's weight, share of layer 10 that differs between rows, and accuracy after {epochs} epochs");
        var text = new TextTable("hidden layers", "layer 1", "layer 4", "layer 7", "layer 10", "output", "rows", "sgd", "adam");
        for (var i = 0; i < norms.Length; i++)
        {
            var sgd = DeepNetworks.Accuracy(table, DeepVariant.All[i], "sgd", SgdRates, seeds, epochs);
            var adam = DeepNetworks.Accuracy(table, DeepVariant.All[i], "adam", AdamRates, seeds, epochs);
            text.Add([DeepVariant.All[i].Name.English, .. Shown(norms[i]), Small(DeepNetworks.RowShare(table, DeepVariant.All[i], seeds)), Share(sgd), Share(adam)]);
        }

        text.Write(output);
        output.WriteLine();
    }

    private static void WriteUnit(TextWriter output)
    {
        output.WriteLine("One sigmoid output with target 0: the gradient at its logit");
        var text = new TextTable(["logit", .. Logits.Select(z => z.ToString(CultureInfo.InvariantCulture))]);
        text.Add([SquaredError.English, .. Logits.Select(z => Small(SaturatedOutputs.UnitGradient(z, isSquaredError: true)))]);
        text.Add([CrossEntropy.English, .. Logits.Select(z => Small(SaturatedOutputs.UnitGradient(z, isSquaredError: false)))]);
        text.Write(output);
        output.WriteLine();
    }

    private static void WriteSaturated(TextWriter output, SaturatedOutputs[] settings, double[][] norms)
    {
        output.WriteLine($"Ten sigmoid outputs of bias 8, sure and nine of ten wrong, behind {DeepNetworks.HiddenLayers} hidden layers: gradient norms");
        var text = new TextTable("loss, hidden layers", "layer 1", "layer 4", "layer 7", "layer 10", "output");
        for (var i = 0; i < settings.Length; i++) text.Add([Name(settings[i]).English, .. Shown(norms[i])]);
        text.Write(output);
        output.WriteLine();
    }

    private static void WriteCurves(TextWriter output, SaturatedOutputs[] settings, double[][] curves)
    {
        output.WriteLine($"Training them by SGD behind {TrainingHiddenLayers} hidden layers of ReLU: accuracy after epochs");
        var epochs = ShownEpochs.Where(epoch => epoch < curves[0].Length).ToArray();
        var text = new TextTable(["loss, bias", .. epochs.Select(epoch => epoch.ToString(CultureInfo.InvariantCulture))]);
        for (var i = 0; i < settings.Length; i++) text.Add([TrainedName(settings[i]).English, .. epochs.Select(epoch => curves[i][epoch].ToString("0.000", CultureInfo.InvariantCulture))]);
        text.Write(output);
    }

    private static string Draw(Language language, double[][] norms, SaturatedOutputs[] saturated, double[][] saturatedNorms, SaturatedOutputs[] trained, double[][] curves)
    {
        const int left = 72, right = 500, width = 320, height = 230, top = 72, below = 462;
        var svg = new Svg(840, 790, new Words("Where gradients vanish, and what helps", "梯度在哪里消失，怎样补救").In(language));
        var layerTicks = Enumerable.Range(1, DeepNetworks.HiddenLayers + 1).Where(layer => layer % 2 == 1).Select(layer => ((double)layer, layer > DeepNetworks.HiddenLayers ? new Words("out", "输出") : (Words)layer.ToString(CultureInfo.InvariantCulture))).ToArray();

        var deep = new LinePanel
        {
            Title = new("Ten hidden layers, before training", "十个隐藏层，训练之前"),
            XTitle = new("layer", "层"),
            YTitle = new("gradient norm of the weight", "权重的梯度范数"),
            IsLogarithmic = true,
            Y = (1e-7, 10),
            XTicks = layerTicks,
            Lines = [.. norms.Select((one, i) => Layers(DeepVariant.All[i].Name, one, DeepVariant.All[i].Style))],
        };
        deep.Draw(svg, left, top, width, height, language);
        Series.Legend(svg, deep.Lines, left - 50, width + 80, top + height + 60, language);

        var logits = Enumerable.Range(-8, 25).Select(z => (double)z).ToArray();
        var unit = new LinePanel
        {
            Title = new("One sigmoid output, target 0", "一个 sigmoid 输出，目标值为 0"),
            XTitle = new("logit: right of 0 it is wrong", "logit：大于 0 即判错"),
            YTitle = new("gradient at the logit", "对 logit 的梯度"),
            IsLogarithmic = true,
            Y = (1e-7, 10),
            Lines =
            [
                new(SquaredError, [.. logits.Select(z => (z, SaturatedOutputs.UnitGradient(z, isSquaredError: true)))], 1),
                new(CrossEntropy, [.. logits.Select(z => (z, SaturatedOutputs.UnitGradient(z, isSquaredError: false)))], 0),
            ],
        };
        unit.Draw(svg, right, top, width, height, language);
        Series.Legend(svg, unit.Lines, right, width, top + height + 60, language);

        var behind = new LinePanel
        {
            Title = new("Outputs that are sure and wrong", "输出饱和且判错"),
            XTitle = new("layer", "层"),
            YTitle = new("gradient norm of the weight", "权重的梯度范数"),
            IsLogarithmic = true,
            Y = (1e-11, 10),
            XTicks = layerTicks,
            Lines = [.. saturatedNorms.Select((one, i) => Layers(Name(saturated[i]), one, Styles[i]))],
        };
        behind.Draw(svg, left, below, width, height, language);
        Series.Legend(svg, behind.Lines, left - 50, width + 80, below + height + 60, language);

        var training = new LinePanel
        {
            Title = new("Training, each at its best learning rate", "训练过程，各取最优学习率"),
            XTitle = new("epoch", "轮次"),
            YTitle = new("accuracy on test rows", "测试集准确率"),
            Y = (0, 1),
            Lines = [.. curves.Select((one, i) => new Series(TrainedName(trained[i]), [.. one.Select((y, epoch) => ((double)epoch, y))], Styles[i]))],
        };
        training.Draw(svg, right, below, width, height, language);
        Series.Legend(svg, training.Lines, right - 30, width + 50, below + height + 60, language);
        return svg.ToString();
    }

    private static int[] Styles { get; } = [4, 3, 1, 0];

    private static Series Layers(Words name, double[] norms, int style) => new(name, [.. norms.Select((y, layer) => (layer + 1.0, y))], style) { HasMarks = true };

    private static Words Name(SaturatedOutputs setting) => ReferenceEquals(setting.Hidden, DeepVariant.Sigmoid)
        ? new($"{LossName(setting).English}, sigmoid", $"{LossName(setting).Chinese}，sigmoid")
        : new($"{LossName(setting).English}, ReLU", $"{LossName(setting).Chinese}，ReLU");

    private static Words TrainedName(SaturatedOutputs setting) => new($"{LossName(setting).English}, bias {setting.Bias}", $"{LossName(setting).Chinese}，偏置 {setting.Bias}");

    private static Words LossName(SaturatedOutputs setting) => setting.IsSquaredError ? SquaredError : CrossEntropy;

    private static IEnumerable<string> Shown(double[] norms) => ShownLayers.Select(layer => Small(norms[layer]));

    private static string Share(Sample sample) => string.Create(CultureInfo.InvariantCulture, $"{sample.Mean:0.000} ± {sample.Deviation:0.000}");

    private static string Small(double value) => value.ToString(value >= 0.1 ? "0.00" : "0.0e-0", CultureInfo.InvariantCulture);
}
