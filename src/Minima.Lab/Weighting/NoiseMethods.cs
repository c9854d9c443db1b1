using System.Collections.Immutable;
using Minima.Lab.Pictures;
using Minima.Training.Losses;

namespace Minima.Lab.Weighting;

/// <summary>What is done about wrong labels, method by method; plain cross-entropy first.</summary>
internal static class NoiseMethods
{
    public const double Share = 0.4;
    private const int RampEpochs = 10;

    public static IReadOnlyList<(Words Name, Func<HardDigits, int, int, double[]> Fit)> All { get; } =
    [
        ("cross_entropy", Plain((logits, labels) => DigitFit.Each(logits, labels).Mean())),
        ("gce", Plain((logits, labels) => Loss.Create("gce").Apply(logits, labels))),
        ("sce", Plain((logits, labels) => Loss.Create("sce").Apply(logits, labels))),
        ("forward_correction", Plain((logits, labels) => new ForwardCorrection(Transition()).Apply(logits, labels))),
        ("backward_correction", Plain((logits, labels) => new BackwardCorrection(Transition()).Apply(logits, labels))),
        ("bootstrapping", Plain((logits, labels) => new Bootstrapping(0.5).Apply(logits, labels))),
        ("flood", Plain((logits, labels) => new Flooding(1).Apply(DigitFit.Each(logits, labels)))),
        ("group_dro, tilt -1", Plain((logits, labels) => new GroupDistributionallyRobust(-1).Apply(DigitFit.Each(logits, labels)))),
        ("ohem", Plain((logits, labels) => new OnlineHardExampleMining(0.6).Apply(DigitFit.Each(logits, labels)))),
        ("self_paced", Plain((logits, labels) => new SelfPaced(3).Apply(DigitFit.Each(logits, labels)) / DigitFit.BatchRows)),
        ("superloss", Plain((logits, labels) => new SuperLoss(Math.Log(DigitRows.Classes), 1).Apply(DigitFit.Each(logits, labels)))),
        ("early_learning_reg", EarlyLearning),
        ("co_teaching", Together),
    ];

    private static Func<HardDigits, int, int, double[]> Plain(Func<Tensor, Tensor, Tensor> loss) => (digits, epochs, seed) => DigitFit.Run(digits, DigitFit.Network(seed), [], epochs, seed, (logits, labels, _, _) => loss(logits, labels));

    /// <summary>How labels were made wrong: known here, to be estimated elsewhere.</summary>
    private static ImmutableArray<ImmutableArray<double>> Transition() =>
    [
        .. Enumerable.Range(0, DigitRows.Classes).Select(row => ImmutableArray.CreateRange(Enumerable.Range(0, DigitRows.Classes).Select(column => row == column ? 1 - Share : Share / (DigitRows.Classes - 1)))),
    ];

    /// <summary>What the network said of a row in earlier epochs stands against the label it is given.</summary>
    private static double[] EarlyLearning(HardDigits digits, int epochs, int seed)
    {
        const double kept = 0.7;
        var averages = new float[digits.Rows * DigitRows.Classes];
        return DigitFit.Run(digits, DigitFit.Network(seed), [], epochs, seed, (logits, labels, rows, _) =>
        {
            var said = logits.Detach().Softmax(^1).ToArray();
            for (var i = 0; i < said.Length; i++)
            {
                ref var average = ref averages[(rows[i / DigitRows.Classes] * DigitRows.Classes) + (i % DigitRows.Classes)];
                average = (float)((kept * average) + ((1 - kept) * said[i]));
            }

            return new EarlyLearningRegularization(3).Apply(logits, labels, Tensor.Of(Fitting.Taken(averages, DigitRows.Classes, rows), [rows.Length, DigitRows.Classes]));
        });
    }

    /// <summary>Two networks: each learns from the rows that the other finds easy, fewer from epoch to epoch.</summary>
    private static double[] Together(HardDigits digits, int epochs, int seed)
    {
        var peer = DigitFit.Network(seed + 100);
        return DigitFit.Run(digits, DigitFit.Network(seed), peer.Parameters, epochs, seed, (logits, labels, rows, epoch) =>
        {
            var keeps = new CoTeaching(1 - (Share * Math.Min(1, epoch / (double)RampEpochs)));
            var (own, other) = (DigitFit.Each(logits, labels), DigitFit.Each(peer.Forward(digits.PixelsOf(rows)), labels));
            return keeps.Apply(own, other.Detach()) + keeps.Apply(other, own.Detach());
        });
    }
}
