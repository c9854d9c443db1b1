using System.Collections.Immutable;
using Minima.Lab.Studies;
using Minima.Tensors.Losses;

namespace Minima.Lab.Weighting;

/// <summary>The methods for rare classes; plain cross-entropy first.</summary>
internal static class ImbalanceMethods
{
    public const double Ratio = 100;

    public static IReadOnlyList<StudyMethod<double[]>> All(int mostRows, int epochs)
    {
        var grid = new DigitGrid(trial => HardDigits.Uneven(Ratio, trial, mostRows), epochs);
        return
        [
            grid.Of("cross_entropy", NoiseMethods.CrossEntropy),
            grid.Of(new("cross_entropy, class weights 1 / n", "cross_entropy，类别权重 1 / n"), Weighted),
            grid.Of("class_balanced_ce", "beta", [0.99, 0.9, 0.999], beta => By(counts => Loss.Create("class_balanced_ce", ("class_counts", counts), ("beta", beta)))),
            grid.Of("softmax_focal", "gamma", [2, 0.5, 5], gamma => By(_ => Loss.Create("softmax_focal", ("gamma", gamma)))),
            grid.Of("ldam", new("scale", "尺度"), [5, 2, 15], scale => By(counts => Loss.Create("ldam", ("class_counts", counts), ("scale", scale)))),
            grid.Of("logit_adjusted", "tau", [1, 0.5, 1.5], tau => By(counts => Loss.Create("logit_adjusted", ("prior", ImmutableArray.CreateRange(counts, count => count / counts.Sum())), ("tau", tau)))),
            grid.Of("balanced_softmax", By(counts => Loss.Create("balanced_softmax", ("class_counts", counts)))),
            grid.Of("ohem", new("share", "比例"), [0.3, 0.1, 0.6], share => DigitGrid.Plain((logits, labels) => new OnlineHardExampleMining(share).Apply(DigitFit.Each(logits, labels)))),
        ];
    }

    private static DigitGrid.Fit By(Func<ImmutableArray<double>, Loss> make) => (digits, setting, seed) =>
    {
        var loss = make([.. digits.Counts]);
        return DigitGrid.Plain((logits, labels) => loss.Apply(logits, labels))(digits, setting, seed);
    };

    private static double[] Weighted(HardDigits digits, FitSetting setting, int seed)
    {
        var weights = Tensor.Of([.. digits.Counts.Select(count => (float)(1 / count))], [DigitRows.Classes]).Keep();
        var loss = Loss.Create("cross_entropy");
        return DigitGrid.Plain((logits, labels) => loss.Apply(logits, labels, new LossArguments { ClassWeight = weights }))(digits, setting, seed);
    }
}
