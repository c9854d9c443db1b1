using Minima.Training.Data;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that a step changes each layer's weights by a reasonable proportion of their size.</summary>
internal sealed class UpdateRatioCheck : IDiagnosisCheck
{
    /// <summary>
    /// A weight that moves by less in every step examined has the same float after it: the spacing of floats is 6e-8 of their size. Later steps without any change
    /// are the normal end of a training.
    /// </summary>
    public const double Least = 1e-8;

    /// <summary>A weight that moves by more loses its previous value within a few steps.</summary>
    public const double Most = 0.5;

    public Localized Name => new("updates over weights", "更新量与权重之比");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [.. Causes.WrongPath, .. Causes.NoStep];

    public CheckOutcome Run(Examination examination)
    {
        var updates = examination.Run.Updates.Where(update => !double.IsNaN(update.Ratio)).ToArray();
        if (updates.Length == 0) return CheckOutcome.Skipped("there is no weight of two axes or more.", "没有二维及以上的权重。");
        var english = $"in a step weights change by {NumberText.List(updates.Select(update => $"{NumberText.Short(update.Ratio)} of their size ({update.Name})")).English} (from {NumberText.Short(Least)} to {NumberText.Short(Most)} passes).";
        var chinese = $"每步权重的相对变化：{NumberText.List(updates.Select(update => $"{update.Name} 为 {NumberText.Short(update.Ratio)}")).Chinese}（{NumberText.Short(Least)} 到 {NumberText.Short(Most)} 视为正常）。";
        return Array.Exists(updates, update => update.Largest < Least || update.Ratio > Most) ? CheckOutcome.Found(Diagnoses.UpdateRatio, english, chinese) : CheckOutcome.Healthy(english, chinese);
    }
}
