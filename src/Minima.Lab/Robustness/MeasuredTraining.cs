using Minima.Lab.Pictures;
using Minima.Training.Robustness;

namespace Minima.Lab.Robustness;

/// <summary>What one way of training is worth.</summary>
/// <param name="Name">Of the training.</param>
/// <param name="Clean">The accuracy without an attack, over seeds.</param>
/// <param name="Robust">Under the strong attack, radius by radius.</param>
/// <param name="ByAttack">At the radius of training, attack by attack.</param>
/// <param name="AtTrained">Under the strong attack at that radius, seed by seed.</param>
internal sealed record MeasuredTraining(string Name, double Clean, double[] Robust, double[] ByAttack, Sample AtTrained)
{
    public static IReadOnlyList<Words> AttackNames { get; } = [new("one step", "一步"), new("cross-entropy", "交叉熵"), new("margin", "间隔"), new("ratio of logits", "logit 比")];

    public static MeasuredTraining Of(LabRun run, AttackedDigits[] digits, RobustObjective objective, double[] radii)
    {
        var models = digits.Select(one => one.Network(objective)).ToArray();
        double Mean(IReadOnlyList<GradientAttack> attacks) => digits.Zip(models, (one, model) => one.Accuracy(model, attacks)).Average();
        var single = Strong(run, RobustExperiment.Trained);
        var at = new Sample([.. digits.Zip(models, (one, model) => one.Accuracy(model, single))]);
        return new(
            objective.Name,
            Mean([]),
            [.. radii.Select(radius => radius == RobustExperiment.Trained ? at.Mean : Mean(Strong(run, radius)))],
            [.. single.Prepend(GradientAttack.Fast(RobustExperiment.Trained)).Select(attack => Mean([attack]))],
            at);
    }

    /// <summary>More steps than in training, restarts, three losses.</summary>
    public static IReadOnlyList<GradientAttack> Strong(LabRun run, double radius) => RobustAccuracy.Strong(radius, steps: run.Of(40, 3), restarts: run.Of(3, 1));
}
