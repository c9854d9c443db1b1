using Minima.Lab.Studies;
using Minima.Losses;
using Minima.Training.Uncertainty;

namespace Minima.Lab.Uncertainty;

/// <summary>The scores of a classifier of digits: its accuracy and calibration, and its detection of inputs that are not digits.</summary>
/// <param name="Surprise">The mean negative log-probability of the true digit, by which settings are chosen.</param>
/// <param name="Accuracy">The proportion of digits classified correctly.</param>
/// <param name="Calibration">The calibration error.</param>
/// <param name="OfDigits">The mean doubt about digits.</param>
/// <param name="OfNoise">The mean doubt about noise.</param>
/// <param name="Noticed">The area under the ROC curve of doubt as a detector of noise.</param>
/// <param name="NoticedShuffled">The same for digits with shuffled pixels.</param>
internal sealed record ClassDoubt(double Surprise, double Accuracy, double Calibration, double OfDigits, double OfNoise, double Noticed, double NoticedShuffled)
{
    public const string SquaresName = "edl_mse";
    public const string SteepName = "edl_mse, e^x";

    public static readonly Measure<ClassDoubt> Score = new(one => one.Surprise, IsError: true);

    private const int Members = 5;
    private const int Passes = 30;
    private const int AnnealedEpochs = 10;

    private static readonly double LargestEntropy = Math.Log(DigitRows.Classes);

    private static readonly IReadOnlyList<(Words Name, Func<DigitSplit, Func<Tensor, (Tensor Probabilities, double[] Doubt)>> Trained)> Classifiers =
    [
        ("cross_entropy", split => Softmax([split.Trained(CrossEntropy)], 1)),
        ("edl_log", split => Evidence(split.Trained((outputs, labels, _) => new EvidentialLog().Apply(outputs, labels)), EvidenceFunction.Softplus)),
        (SquaresName, split => Squares(split, EvidenceFunction.Softplus)),
        (SteepName, split => Squares(split, EvidenceFunction.Exp)),
        (new("cross_entropy, ensemble of 5", "cross_entropy，5 个网络的集成"), split => Softmax([.. Enumerable.Range(0, Members).Select(member => split.Trained(CrossEntropy, member))], 1)),
        (new("cross_entropy, dropout", "cross_entropy，dropout"), split => Softmax([split.Trained(CrossEntropy, dropout: 0.2)], Passes)),
    ];

    /// <summary>Every classifier, tuned; cross-entropy first.</summary>
    public static Study<ClassDoubt> Compared(LabRun run, Func<string, bool>? isWanted = null) => new(
        [.. Classifiers
            .Where(one => isWanted?.Invoke(one.Name.English) ?? true)
            .Select(one => StudyMethod<ClassDoubt>.Of(one.Name, new("epochs", "轮数"), Lengths(run), (trial, epochs) => Of(new DigitSplit(run, trial, epochs), one.Trained)))],
        Score,
        tuningSeeds: 2);

    public static LabTable Table(StudyOutcome<ClassDoubt> outcome) => StudyTable.Of(
        outcome,
        new("classifiers of digits, with 95 % intervals over seeds", "数字分类器，附种子间的 95% 置信区间"),
        difference => Figure.Change(difference),
        new StudyColumn<ClassDoubt>(new("-log probability", "负对数概率"), Score.Of, surprise => Figure.Mean(surprise)),
        new StudyColumn<ClassDoubt>(new("accuracy", "准确率"), one => one.Accuracy, share => Figure.PercentMean(share)),
        new StudyColumn<ClassDoubt>(new("calibration error", "校准误差"), one => one.Calibration, error => Figure.Mean(error)),
        new StudyColumn<ClassDoubt>(new("doubt, digits", "数字的不确定度"), one => one.OfDigits, doubt => Figure.Fixed(doubt.Mean, 2)),
        new StudyColumn<ClassDoubt>(new("doubt, noise", "噪声的不确定度"), one => one.OfNoise, doubt => Figure.Fixed(doubt.Mean, 2)),
        new StudyColumn<ClassDoubt>(new("noise noticed", "噪声识别"), one => one.Noticed, area => Figure.Mean(area)),
        new StudyColumn<ClassDoubt>(new("shuffled noticed", "打乱像素识别"), one => one.NoticedShuffled, area => Figure.Mean(area)));

    private static int[] Lengths(LabRun run) => run.IsSmall ? [2, 1, 3] : [40, 20, 80];

    private static ClassDoubt Of(DigitSplit split, Func<DigitSplit, Func<Tensor, (Tensor Probabilities, double[] Doubt)>> trained)
    {
        var classifier = trained(split);
        var (probabilities, doubt) = classifier(split.Pixels);
        var (noise, shuffled) = (classifier(split.Noise).Doubt, classifier(split.Shuffled).Doubt);
        var accuracy = new Accuracy();
        accuracy.Add(probabilities, split.Labels);
        return new(
            -Fitting.Outputs(() => probabilities.Pick(split.Labels)).Average(Math.Log),
            accuracy.Value,
            ClassUncertainty.CalibrationError(probabilities, split.Labels),
            doubt.Average(),
            noise.Average(),
            Separation.Of(doubt, noise),
            Separation.Of(doubt, shuffled));
    }

    private static Tensor CrossEntropy(Tensor outputs, Tensor labels, int epoch) => new CrossEntropy().Apply(outputs, labels);

    /// <summary>The penalty on evidence for other classes grows over ten epochs, as in the paper.</summary>
    private static Func<Tensor, (Tensor Probabilities, double[] Doubt)> Squares(DigitSplit split, EvidenceFunction evidence) =>
        Evidence(split.Trained((outputs, labels, epoch) => new EvidentialSquares(Math.Min(1, epoch / (double)AnnealedEpochs), evidence).Apply(outputs, labels)), evidence);

    private static Func<Tensor, (Tensor Probabilities, double[] Doubt)> Evidence(Module model, EvidenceFunction evidence) => inputs =>
    {
        using var silence = Autograd.NoGradient();
        return ClassUncertainty.OfEvidence(model.Forward(inputs), evidence);
    };

    /// <summary>The mean probabilities over members and masks; the doubt is their entropy divided by log K.</summary>
    private static Func<Tensor, (Tensor Probabilities, double[] Doubt)> Softmax(Module[] members, int passes) => inputs =>
    {
        using var silence = Autograd.NoGradient();
        Tensor[] logits = [.. members.SelectMany(member => passes == 1 ? [member.Forward(inputs)] : MonteCarloDropout.Of(member, inputs, passes))];
        var mean = logits.Select(one => one.Softmax(^1)).Aggregate((sum, one) => sum + one) / logits.Length;
        return (mean, [.. ClassUncertainty.Entropy(mean).Select(entropy => entropy / LargestEntropy)]);
    };
}
