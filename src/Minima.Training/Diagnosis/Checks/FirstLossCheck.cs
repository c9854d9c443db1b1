namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that the first loss is about that of an uninformed model.</summary>
internal sealed class FirstLossCheck : IDiagnosisCheck
{
    /// <summary>
    /// The allowed excess over the expected loss, in units of the learnable part. Weights by He's rule give outputs with a variance of about 2: that adds twice the
    /// variance of a standardised target, and less than one log K for classes.
    /// </summary>
    public const double MostExcess = 8;

    public Localized Name => new("first loss", "初始损失");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [.. Causes.NoFlow, .. Causes.NothingToLearn, Diagnoses.FeatureScale];

    public CheckOutcome Run(Examination examination)
    {
        var (first, expected) = (examination.First.Loss, examination.Expected);
        var unit = examination.LossUnit;
        if (unit == 0) return CheckOutcome.Skipped("a constant is right for every row.", "一个常数对所有行都正确。");
        var excess = (first - expected.First) / unit;
        var (english, chinese) = (
            $"the first loss is {examination.Shown(first)}, expected is {expected.FirstName.English}; it may lie above that by {NumberText.Short(MostExcess)} times what there is to learn, {examination.Shown(unit)}.",
            $"初始损失为 {examination.Shown(first)}，期望值为 {expected.FirstName.Chinese}；允许超出可学部分（{examination.Shown(unit)}）的 {NumberText.Short(MostExcess)} 倍。");
        return excess > MostExcess ? CheckOutcome.Found(Diagnoses.FirstLoss, english, chinese) : CheckOutcome.Healthy(english, chinese);
    }
}
