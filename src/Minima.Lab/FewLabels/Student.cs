using Minima.Training.Losses;

namespace Minima.Lab.FewLabels;

/// <summary>A network in two parts, so that what stands before its last layer can be looked at.</summary>
internal sealed class Student
{
    private const double LearningRate = 5e-3;
    private const int BatchSize = 64;

    private readonly Sequential _body;
    private readonly Linear _head;

    public Student(int[] hidden, RandomState random)
    {
        var layers = new List<Module>();
        var inputs = DigitRows.PixelCount;
        foreach (var width in hidden)
        {
            layers.Add(new Linear(inputs, width, random, initializer: Initializer.HeNormal));
            layers.Add(Activations.ByName("relu"));
            inputs = width;
        }

        (_body, _head, Features) = (new Sequential([.. layers]), new Linear(inputs, DigitRows.Classes, random), inputs);
    }

    /// <summary>How many numbers stand before the last layer.</summary>
    public int Features { get; }

    public IReadOnlyList<Parameter> Parameters => [.. _body.Parameters, .. _head.Parameters];

    public Tensor Logits(Tensor images) => _head.Forward(_body.Forward(images));

    public (Tensor Features, Tensor Logits) Forward(Tensor images)
    {
        var features = _body.Forward(images);
        return (features, _head.Forward(features));
    }

    /// <summary>Learns from labels alone.</summary>
    public void Learn(LabelledDigits digits, int epochs, RandomState random) =>
        Fit(digits, epochs, random, [], (images, labels) => Loss.Create("cross_entropy").Apply(Logits(images), labels));

    /// <summary>Learns from labels and a teacher, by a loss of what both say and of what stands before their last layers.</summary>
    public void Learn(LabelledDigits digits, Student teacher, DistillationWay way, int epochs, RandomState random)
    {
        var hint = new Linear(Features, teacher.Features, random);
        Fit(digits, epochs, random, hint.Parameters, (images, labels) =>
        {
            var (features, logits) = Forward(images);
            Tensor taught, answers;
            using (Autograd.NoGradient()) (taught, answers) = teacher.Forward(images);
            return way.Loss(new(logits, answers, labels, features, taught, hint));
        });
    }

    /// <summary>The probability that is given to the true digit, in the mean over the training rows.</summary>
    public double Certainty(LabelledDigits digits)
    {
        int[] rows = [.. Enumerable.Range(0, digits.Labels.Length)];
        return Fitting.Said(() => Logits(digits.Images(rows)).Softmax(^1).Pick(digits.LabelsOf(rows))).Average();
    }

    private void Fit(LabelledDigits digits, int epochs, RandomState random, IReadOnlyList<Parameter> more, Func<Tensor, Tensor, Tensor> loss) =>
        Fitting.Run([.. Parameters, .. more], digits.Labels.Length, BatchSize, epochs, LearningRate, random, rows => loss(digits.Images(rows), digits.LabelsOf(rows)));
}

/// <summary>What a loss of distillation is made of.</summary>
internal sealed record Distilled(Tensor Logits, Tensor Answers, Tensor Labels, Tensor Features, Tensor Taught, Linear Hint)
{
    public Tensor CrossEntropy => Loss.Create("cross_entropy").Apply(Logits, Labels);
}

/// <summary>A loss of distillation as its paper adds it to cross-entropy.</summary>
internal sealed record DistillationWay(string Name, Func<Distilled, Tensor> Loss)
{
    public static IReadOnlyList<DistillationWay> All { get; } =
    [
        new("KD", one => new KnowledgeDistillation(2, 0.5).Apply(one.Logits, one.Answers, one.Labels)),
        new("DKD", one => one.CrossEntropy + new DecoupledKnowledgeDistillation(1, 1, 4).Apply(one.Logits, one.Answers, one.Labels)),
        new("FitNet hint", one => one.CrossEntropy + (0.01 * new FeatureHint().Apply(one.Hint.Forward(one.Features), one.Taught))),
        new("RKD distance", one => one.CrossEntropy + (25 * new RelationalDistance().Apply(one.Features, one.Taught))),
        new("RKD angle", one => one.CrossEntropy + (50 * new RelationalAngle().Apply(one.Features, one.Taught))),
    ];
}
