using Minima.Training.Data;
using Minima.Training.Diagnosis.Experiments;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that the loss decreases over the trial training, without repeated climbs.</summary>
internal sealed class LossPathCheck : IDiagnosisCheck
{
    /// <summary>The allowed final excess of the loss over its start, in units of the learnable part: noise of batches is smaller.</summary>
    public const double MostRise = 0.25;

    /// <summary>The allowed sum of all climbs between the ten evaluations, in the same units: sound trainings remain below a twentieth.</summary>
    public const double MostClimb = 0.3;

    public Localized Name => new("path of the loss", "损失的走势");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [.. Causes.WrongRate, .. Causes.NoStep];

    public CheckOutcome Run(Examination examination)
    {
        var path = examination.Run.Path;
        var unit = examination.LossUnit;
        if (unit == 0) return CheckOutcome.Skipped("there is nothing to learn: a constant has the lowest loss on these rows.", "没有可学的部分：在这些行上常数的损失已是最低。");
        var climb = Climb(path) / unit;
        var english = $"over {examination.Run.Steps} steps the loss goes {Shown(examination, ", ")}; climbs add up to {NumberText.Short(climb)} of what there is to learn, {examination.Shown(unit)} (at most {MostClimb} passes).";
        var chinese = $"在 {examination.Run.Steps} 步中损失依次为 {Shown(examination, "、")}；回升合计为可学部分（{examination.Shown(unit)}）的 {NumberText.Short(climb)} 倍（上限 {MostClimb}）。";
        return examination.Run.Fall < -MostRise * unit ? CheckOutcome.Found(Diagnoses.LossRises, english, chinese)
            : climb > MostClimb ? CheckOutcome.Found(Diagnoses.LossOscillates, english, chinese)
            : CheckOutcome.Healthy(english, chinese);
    }

    private static double Climb(IReadOnlyList<TrainingPoint> path)
    {
        double climb = 0;
        for (var i = 1; i < path.Count; i++) climb += Math.Max(0, path[i].Loss - path[i - 1].Loss);
        return climb;
    }

    private static string Shown(Examination examination, string separator) => string.Join(separator, examination.Run.Path.Select(point => examination.Shown(point.Loss)));
}
