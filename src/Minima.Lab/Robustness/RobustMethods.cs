using Minima.Lab.Studies;
using Minima.Training.Robustness;

namespace Minima.Lab.Robustness;

/// <summary>Six training methods, each with six settings; training on clean inputs comes first.</summary>
internal static class RobustMethods
{
    private static readonly double[] Radii = [0.1, 0.15, 0.2];
    private static readonly Words Radius = new("radius", "半径");
    private static readonly Words Decay = new("decay", "衰减");

    public static IReadOnlyList<StudyMethod<AttackedNetwork>> All(LabRun run)
    {
        return
        [
            StudyMethod<AttackedNetwork>.Of("standard", Decay, [0, 0.1, 0.5, 1, 2, 4.0], (trial, decay) => Trained(trial, RobustObjective.Standard, decay)),
            OfAttack("FGSM", Decay, [0, 0.5], (radius, _) => RobustObjective.Attacked(GradientAttack.Fast(radius), "FGSM"), decay => decay),
            OfAttack("PGD", Decay, [0, 0.5], (radius, _) => RobustObjective.Attacked(Search(run, radius), "PGD"), decay => decay),
            OfAttack("TRADES", "beta", [6, 2], (radius, beta) => RobustObjective.Trades(Search(run, radius), beta), _ => 0),
            OfAttack("MART", "lambda", [5, 2], (radius, lambda) => RobustObjective.Mart(Search(run, radius), lambda), _ => 0),
            StudyMethod<AttackedNetwork>.Of("VAT", new("length", "长度"), [0.6, 0.8, 1, 1.25, 1.5, 2.5], (trial, length) => Trained(trial, RobustObjective.Virtual(new VirtualAdversary(length)), 0)),
        ];

        StudyMethod<AttackedNetwork> OfAttack(Words name, Words number, double[] values, Func<double, double, RobustObjective> objective, Func<double, double> decay) =>
            new(name, [.. Radii.SelectMany(radius => values.Select(value => new StudySetting<AttackedNetwork>(
                new($"{Radius.English} {Figure.Digits(radius).English} and {number.English} {Figure.Digits(value).English}", $"{Radius.Chinese} {Figure.Digits(radius).English}、{number.Chinese} {Figure.Digits(value).English}"),
                trial => Trained(trial, objective(radius, value), decay(value)))))]);

        AttackedNetwork Trained(Trial trial, RobustObjective objective, double decay) => AttackedNetwork.Of(run, new AttackedDigits(run, trial), objective, decay);
    }

    /// <summary>Seven projected steps from a random start.</summary>
    public static GradientAttack Search(LabRun run, double radius) => GradientAttack.Projected(radius, run.Of(7, 2));
}
