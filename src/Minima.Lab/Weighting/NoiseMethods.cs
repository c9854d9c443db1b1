using System.Collections.Immutable;
using Minima.Lab.Studies;
using Minima.Tensors.Losses;

namespace Minima.Lab.Weighting;

/// <summary>The methods for wrong labels.</summary>
internal static class NoiseMethods
{
    public const double Share = 0.4;
    public const double Limit = 3;

    private const double Growth = 1.1;

    /// <summary>Cross-entropy comes first; cross-entropy on the true labels shows the attainable accuracy.</summary>
    public static IReadOnlyList<StudyMethod<double[]>> All(int mostRows, int epochs)
    {
        var noisy = new DigitGrid(trial => HardDigits.Noisy(Share, trial, mostRows), epochs);
        var clean = new DigitGrid(trial => HardDigits.Noisy(0, trial, mostRows), epochs);
        return
        [
            noisy.Of("cross_entropy", CrossEntropy),
            clean.Of(new("cross_entropy, true labels", "cross_entropy，真实标签"), CrossEntropy) with { IsReference = true },
            noisy.Of("gce", "q", [0.7, 0.5, 0.9], q => By("gce", ("q", q))),
            noisy.Of("sce", "alpha", [0.1, 0.5, 0.02], alpha => By("sce", ("alpha", alpha))),
            noisy.Of("forward_correction", DigitGrid.Plain((logits, labels) => new ForwardCorrection(Transition()).Apply(logits, labels))),
            noisy.Of("backward_correction", DigitGrid.Plain((logits, labels) => new BackwardCorrection(Transition()).Apply(logits, labels))),
            noisy.Of("bootstrapping", "beta", [0.5, 0.3, 0.8], beta => DigitGrid.Plain((logits, labels) => new Bootstrapping(beta).Apply(logits, labels))),
            noisy.Of("flood", new("level", "洪泛水平"), [1, 0.5, 1.5], level => DigitGrid.Plain((logits, labels) => new Flooding(level).Apply(DigitFit.Each(logits, labels)))),
            noisy.Of("group_dro", new("tilt", "倾斜度"), [-1, -0.5, -2], tilt => DigitGrid.Plain((logits, labels) => new GroupDistributionallyRobust(tilt).Apply(DigitFit.Each(logits, labels)))),
            noisy.Of("ohem", new("share", "比例"), [0.6, 0.3, 0.9], share => DigitGrid.Plain((logits, labels) => new OnlineHardExampleMining(share).Apply(DigitFit.Each(logits, labels)))),
            noisy.Of("self_paced", new("limit", "上限"), [Limit, 6, 12], SelfPaced),
            noisy.Of("superloss", "lambda", [1, 0.25, 4], lambda => DigitGrid.Plain((logits, labels) => new SuperLoss(Math.Log(DigitRows.Classes), lambda).Apply(DigitFit.Each(logits, labels)))),
            noisy.Of("early_learning_reg", "lambda", [3, 1, 7], EarlyLearning),
            noisy.Of("co_teaching", new("ramp of epochs", "递减轮数"), [10, 5, 20], ramp => Together((int)ramp)),
        ];
    }

    public static double[] CrossEntropy(HardDigits digits, FitSetting setting, int seed) => DigitGrid.Plain((logits, labels) => DigitFit.Each(logits, labels).Mean())(digits, setting, seed);

    /// <summary>Rows whose loss is at or above the limit are ignored.</summary>
    public static DigitGrid.Fit SelfPaced(double limit) => DigitGrid.Plain((logits, labels) => new SelfPaced(limit).Apply(DigitFit.Each(logits, labels)) / DigitFit.BatchRows);

    /// <summary>Self-paced with a limit that grows by a tenth each epoch, as its authors propose.</summary>
    public static DigitGrid.Fit GrowingSelfPaced(double limit) => (digits, setting, seed) => DigitFit.Run(digits, DigitFit.Network(seed), [], setting, seed, (logits, labels, _, epoch) =>
        new SelfPaced(limit * Math.Pow(Growth, epoch)).Apply(DigitFit.Each(logits, labels)) / DigitFit.BatchRows);

    private static DigitGrid.Fit By(string name, params (string Name, double Value)[] numbers)
    {
        var loss = Loss.Create(name, [.. numbers.Select(number => (number.Name, (object)number.Value))]);
        return DigitGrid.Plain((logits, labels) => loss.Apply(logits, labels));
    }

    /// <summary>The transition matrix of the labels: known here, to be estimated in practice.</summary>
    private static ImmutableArray<ImmutableArray<double>> Transition() =>
    [
        .. Enumerable.Range(0, DigitRows.Classes).Select(row => ImmutableArray.CreateRange(Enumerable.Range(0, DigitRows.Classes).Select(column => row == column ? 1 - Share : Share / (DigitRows.Classes - 1)))),
    ];

    /// <summary>Early-learning regularisation with a running average of the predictions for each row.</summary>
    private static DigitGrid.Fit EarlyLearning(double lambda) => (digits, setting, seed) =>
    {
        const double kept = 0.7;
        var averages = new float[digits.Rows * DigitRows.Classes];
        return DigitFit.Run(digits, DigitFit.Network(seed), [], setting, seed, (logits, labels, rows, _) =>
        {
            var probabilities = logits.Detach().Softmax(^1).ToArray();
            for (var i = 0; i < probabilities.Length; i++)
            {
                ref var average = ref averages[(rows[i / DigitRows.Classes] * DigitRows.Classes) + (i % DigitRows.Classes)];
                average = (float)((kept * average) + ((1 - kept) * probabilities[i]));
            }

            return new EarlyLearningRegularization(lambda).Apply(logits, labels, Tensor.Of(Fitting.Taken(averages, DigitRows.Classes, rows), [rows.Length, DigitRows.Classes]));
        });
    };

    /// <summary>Two networks: each learns from the rows that the other finds easy, fewer from epoch to epoch.</summary>
    private static DigitGrid.Fit Together(int ramp) => (digits, setting, seed) =>
    {
        var peer = DigitFit.Network(seed + 100);
        return DigitFit.Run(digits, DigitFit.Network(seed), peer.Parameters, setting, seed, (logits, labels, rows, epoch) =>
        {
            var keeps = new CoTeaching(1 - (Share * Math.Min(1, epoch / (double)ramp)));
            var (own, other) = (DigitFit.Each(logits, labels), DigitFit.Each(peer.Forward(digits.PixelsOf(rows)), labels));
            return keeps.Apply(own, other.Detach()) + keeps.Apply(other, own.Detach());
        });
    };
}
