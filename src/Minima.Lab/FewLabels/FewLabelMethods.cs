using Minima.Lab.Studies;
using Minima.Training.SemiSupervised;

namespace Minima.Lab.FewLabels;

/// <summary>The semi-supervised methods, each with four settings; training on labels alone comes first.</summary>
internal static class FewLabelMethods
{
    public const string Alone = "labels only";
    public const string Fix = "FixMatch";
    public const string Mix = "MixMatch";

    private static readonly ImageAugmentation Weak = new(8, 8) { Noise = 0.2 };
    private static readonly ImageAugmentation Noisier = new(8, 8) { Noise = 0.4 };
    private static readonly ImageAugmentation Strong = Weak with { MostShift = 1, Noise = 0.3, CoveredSide = 2 };

    private static readonly Words Weight = new("weight", "权重");
    private static readonly Words Threshold = new("threshold", "阈值");

    // Training on labels alone has no parameter of its own: it chooses the augmentation and the weight decay.
    private static readonly (Words Name, ImageAugmentation Changes, double Decay)[] Plain =
    [
        (new("noise 0.2 and decay 0.01", "噪声 0.2、衰减 0.01"), Weak, Fitting.UsualDecay),
        (new("noise 0.4 and decay 0.01", "噪声 0.4、衰减 0.01"), Noisier, Fitting.UsualDecay),
        (new("noise 0.2 and decay 0.3", "噪声 0.2、衰减 0.3"), Weak, 0.3),
        (new("noise 0.4 and decay 0.3", "噪声 0.4、衰减 0.3"), Noisier, 0.3),
    ];

    public static IReadOnlyList<StudyMethod<FewLabelTraining>> All(LabRun run)
    {
        return
        [
            new(new(Alone, "只用标签"), [.. Plain.Select(one => new StudySetting<FewLabelTraining>(one.Name, trial => Trained(trial, new SupervisedOnly(one.Changes), one.Decay)))]),
            new(new("all labels", "全部标签"), [.. Plain.Select(one => new StudySetting<FewLabelTraining>(one.Name, trial => Trained(trial, new SupervisedOnly(one.Changes), one.Decay, areAllLabelled: true)))]) { IsReference = true },
            Of(new("entropy minimisation", "熵最小化"), Weight, [0.3, 0.03, 0.1, 1], weight => new EntropyMinimizing(Weak, weight)),
            Of(new("pseudo-labels", "伪标签"), Threshold, [0.8, 0.6, 0.95, 0.99], threshold => new PseudoLabelling(Weak, threshold)),
            Of(new("mean teacher", "均值教师"), Weight, [30, 10, 100, 300], weight => new MeanTeaching(Weak, weight)),
            Two(Fix, [(new("strong changes", "强增强"), Strong), (new("only noise", "只加噪声"), Noisier)], Threshold, [0.8, 0.95], (changes, threshold) => new FixMatching(Weak, changes, threshold)),
            Two(Mix, [(new("alpha 0.75", "alpha 0.75"), 0.75), (new("alpha 0.3", "alpha 0.3"), 0.3)], Weight, [5, 20], (alpha, weight) => new MixMatching(Weak, weight, alpha: alpha)),
        ];

        FewLabelTraining Trained(Trial trial, SemiSupervisedMethod method, double decay = Fitting.UsualDecay, bool areAllLabelled = false) =>
            FewLabelTraining.Run(new LabelledDigits(trial), areAllLabelled, method, decay, run.Of(1000, 3, 400), trial.Seed);

        StudyMethod<FewLabelTraining> Of(Words name, Words number, double[] values, Func<double, SemiSupervisedMethod> make) =>
            StudyMethod<FewLabelTraining>.Of(name, number, values, (trial, value) => Trained(trial, make(value)));

        StudyMethod<FewLabelTraining> Two<TFirst>(Words name, (Words Name, TFirst Value)[] first, Words number, double[] values, Func<TFirst, double, SemiSupervisedMethod> make) =>
            new(name, [.. first.SelectMany(one => values.Select(value => new StudySetting<FewLabelTraining>(
                new($"{one.Name.English} and {number.English} {Figure.Digits(value).English}", $"{one.Name.Chinese}、{number.Chinese} {Figure.Digits(value).English}"),
                trial => Trained(trial, make(one.Value, value)))))]);
    }
}
