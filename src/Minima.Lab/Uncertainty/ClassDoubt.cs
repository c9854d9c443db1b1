using Minima.Lab.Pictures;
using Minima.Losses;
using Minima.Training.Uncertainty;

namespace Minima.Lab.Uncertainty;

/// <summary>Classifiers of digits: are they as right as they are sure, and do they notice inputs that are no digits?</summary>
internal sealed record ClassDoubt(Words Name, Sample Accuracy, Sample Calibration, double OfDigits, double OfNoise, Sample Noticed, Sample NoticedShuffled)
{
    public const string SquaresName = "edl_mse";
    public const string SteepName = "edl_mse, e^x";

    private const int Members = 5;
    private const int Passes = 30;
    private const int AnnealedEpochs = 10;

    private static readonly double LargestEntropy = Math.Log(DigitRows.Classes);

    public static Words[] Heads { get; } =
    [
        new("classifier", "分类器"), new("accuracy", "准确率"), new("calibration error", "校准误差"), new("doubt, digits", "对数字的怀疑"), new("doubt, noise", "对噪声的怀疑"), new("noise noticed", "噪声识别"), new("shuffled noticed", "打乱像素识别"),
    ];

    public Words[] Cells =>
    [
        Name, Figure.PercentSpread(Accuracy), Figure.Fixed(Calibration.Mean), Figure.Fixed(OfDigits, 2), Figure.Fixed(OfNoise, 2), Figure.Fixed(Noticed.Mean), Figure.Fixed(NoticedShuffled.Mean),
    ];

    public static IReadOnlyList<(Words Name, Func<DigitSplit, Func<Tensor, (Tensor Probabilities, double[] Doubt)>> Trained)> All { get; } =
    [
        ("cross_entropy", split => Softmax([split.Trained(CrossEntropy)], 1)),
        ("edl_log", split => Evidence(split.Trained((said, labels, _) => new EvidentialLog().Apply(said, labels)), EvidenceFunction.Softplus)),
        (SquaresName, split => Squares(split, EvidenceFunction.Softplus)),
        (SteepName, split => Squares(split, EvidenceFunction.Exp)),
        (new("cross_entropy, ensemble of 5", "cross_entropy，5 个网络的集成"), split => Softmax([.. Enumerable.Range(0, Members).Select(member => split.Trained(CrossEntropy, member))], 1)),
        (new("cross_entropy, dropout", "cross_entropy，dropout"), split => Softmax([split.Trained(CrossEntropy, dropout: 0.2)], Passes)),
    ];

    public static ClassDoubt Of(Words name, Func<DigitSplit, Func<Tensor, (Tensor Probabilities, double[] Doubt)>> trained, DigitSplit[] splits)
    {
        var judged = splits.Select(split =>
        {
            var classifier = trained(split);
            var (probabilities, doubt) = classifier(split.Pixels);
            var (noise, shuffled) = (classifier(split.Noise).Doubt, classifier(split.Shuffled).Doubt);
            var accuracy = new Accuracy();
            accuracy.Add(probabilities, split.Labels);
            return (Accuracy: accuracy.Value, Error: ClassUncertainty.CalibrationError(probabilities, split.Labels), Digits: doubt.Average(), Noise: noise.Average(), Noticed: Separation.Of(doubt, noise), Shuffled: Separation.Of(doubt, shuffled));
        }).ToArray();
        Sample Of(Func<(double Accuracy, double Error, double Digits, double Noise, double Noticed, double Shuffled), double> figure) => new([.. judged.Select(figure)]);
        return new(name, Of(one => one.Accuracy), Of(one => one.Error), judged.Average(one => one.Digits), judged.Average(one => one.Noise), Of(one => one.Noticed), Of(one => one.Shuffled));
    }

    private static Tensor CrossEntropy(Tensor said, Tensor labels, int epoch) => new CrossEntropy().Apply(said, labels);

    /// <summary>The charge for evidence of other classes grows over ten epochs, as in the paper.</summary>
    private static Func<Tensor, (Tensor Probabilities, double[] Doubt)> Squares(DigitSplit split, EvidenceFunction evidence) =>
        Evidence(split.Trained((said, labels, epoch) => new EvidentialSquares(Math.Min(1, epoch / (double)AnnealedEpochs), evidence).Apply(said, labels)), evidence);

    private static Func<Tensor, (Tensor Probabilities, double[] Doubt)> Evidence(Module model, EvidenceFunction evidence) => inputs =>
    {
        using var silence = Autograd.NoGradient();
        return ClassUncertainty.OfEvidence(model.Forward(inputs), evidence);
    };

    /// <summary>The mean of probabilities, over members and masks; the doubt is its entropy over log K.</summary>
    private static Func<Tensor, (Tensor Probabilities, double[] Doubt)> Softmax(Module[] members, int passes) => inputs =>
    {
        using var silence = Autograd.NoGradient();
        Tensor[] logits = [.. members.SelectMany(member => passes == 1 ? [member.Forward(inputs)] : MonteCarloDropout.Of(member, inputs, passes))];
        var mean = logits.Select(one => one.Softmax(^1)).Aggregate((sum, one) => sum + one) / logits.Length;
        return (mean, [.. ClassUncertainty.Entropy(mean).Select(entropy => entropy / LargestEntropy)]);
    };
}
