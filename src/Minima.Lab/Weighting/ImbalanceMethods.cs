using System.Collections.Immutable;
using Minima.Lab.Pictures;
using Minima.Training.Losses;

namespace Minima.Lab.Weighting;

/// <summary>What is done about rare classes, method by method; plain cross-entropy first.</summary>
internal static class ImbalanceMethods
{
    public const double Ratio = 100;

    public static IReadOnlyList<(Words Name, Func<HardDigits, int, int, double[]> Fit)> All { get; } =
    [
        ("cross_entropy", By(_ => Loss.Create("cross_entropy"))),
        (new("cross_entropy, class weights 1 / n", "cross_entropy，类别权重 1 / n"), Weighted),
        ("class_balanced_ce", By(counts => Loss.Create("class_balanced_ce", ("class_counts", counts), ("beta", 0.99)))),
        ("softmax_focal", By(_ => Loss.Create("softmax_focal"))),
        ("ldam", By(counts => Loss.Create("ldam", ("class_counts", counts), ("scale", 5.0)))),
        ("logit_adjusted", By(counts => Loss.Create("logit_adjusted", ("prior", ImmutableArray.CreateRange(counts, count => count / counts.Sum()))))),
        ("balanced_softmax", By(counts => Loss.Create("balanced_softmax", ("class_counts", counts)))),
        ("ohem", (digits, epochs, seed) => DigitFit.Run(digits, DigitFit.Network(seed), [], epochs, seed, (logits, labels, _, _) => new OnlineHardExampleMining(0.3).Apply(DigitFit.Each(logits, labels)))),
    ];

    private static Func<HardDigits, int, int, double[]> By(Func<ImmutableArray<double>, Loss> make) => (digits, epochs, seed) =>
    {
        var loss = make([.. digits.Counts]);
        return DigitFit.Run(digits, DigitFit.Network(seed), [], epochs, seed, (logits, labels, _, _) => loss.Apply(logits, labels));
    };

    private static double[] Weighted(HardDigits digits, int epochs, int seed)
    {
        var weights = Tensor.Of([.. digits.Counts.Select(count => (float)(1 / count))], [DigitRows.Classes]).Keep();
        var loss = Loss.Create("cross_entropy");
        return DigitFit.Run(digits, DigitFit.Network(seed), [], epochs, seed, (logits, labels, _, _) => loss.Apply(logits, labels, new LossArguments { ClassWeight = weights }));
    }
}
