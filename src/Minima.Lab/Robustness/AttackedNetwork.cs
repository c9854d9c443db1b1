using Minima.Training.Robustness;

namespace Minima.Lab.Robustness;

/// <summary>The accuracy of a trained network, without attacks and under them.</summary>
/// <param name="Standing">The accuracy under the strong attack at <see cref="RobustExperiment.Judged"/>.</param>
/// <param name="Clean">The accuracy without an attack.</param>
/// <param name="Robust">The accuracy under the strong attack at each radius; empty while settings are chosen.</param>
/// <param name="ByAttack">The accuracy under each attack at <see cref="RobustExperiment.Judged"/>; empty while settings are chosen.</param>
internal sealed record AttackedNetwork(double Standing, double Clean, double[] Robust, double[] ByAttack)
{
    public static IReadOnlyList<Words> AttackNames { get; } = [new("one step", "一步"), new("cross-entropy", "交叉熵"), new("margin", "间隔"), new("ratio of logits", "logit 比")];

    public static AttackedNetwork Of(LabRun run, AttackedDigits digits, RobustObjective objective, double decay)
    {
        var model = digits.Network(objective, decay);
        var strong = Strong(run, RobustExperiment.Judged);
        var standing = digits.Accuracy(model, strong);
        return new(
            standing,
            digits.Accuracy(model, []),
            digits.IsTuning ? [] : [.. RobustExperiment.Radii.Select(radius => radius == RobustExperiment.Judged ? standing : digits.Accuracy(model, Strong(run, radius)))],
            digits.IsTuning ? [] : [.. strong.Prepend(GradientAttack.Fast(RobustExperiment.Judged)).Select(attack => digits.Accuracy(model, [attack]))]);
    }

    /// <summary>Attacks with more steps than in training, restarts and three losses.</summary>
    public static IReadOnlyList<GradientAttack> Strong(LabRun run, double radius) => RobustAccuracy.Strong(radius, steps: run.Of(40, 3, 15), restarts: run.Of(2, 1, 1));
}
