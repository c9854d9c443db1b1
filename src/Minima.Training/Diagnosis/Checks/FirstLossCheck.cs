namespace Minima.Training.Diagnosis.Checks;

/// <summary>The first loss is about that of a model that knows nothing.</summary>
internal sealed class FirstLossCheck : IDiagnosisCheck
{
    /// <summary>
    /// How much above the expected loss passes, in units of what there is to learn. Weights by He's rule give outputs with a variance of about 2: that
    /// adds twice the variance of a standardised target, and less than one log K for classes.
    /// </summary>
    public const double MostExcess = 8;

    public Both Name => new("first loss", "初始损失");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [.. Causes.NoFlow, .. Causes.NothingToLearn, Diagnoses.FeatureScale];

    public CheckOutcome Run(Examination examination)
    {
        var (first, expected) = (examination.First.Loss, examination.Expected);
        var unit = double.IsNaN(expected.Learnable) ? Math.Abs(expected.First) : expected.Learnable;
        if (unit == 0) return CheckOutcome.Skipped("a constant is right for every row.", "一个常数对所有行都正确。");
        var excess = (first - expected.First) / unit;
        var (english, chinese) = (
            $"the first loss is {NumberText.Short(first)}, expected is {expected.FirstName.English}; what there is to learn is {NumberText.Short(unit)}, and {NumberText.Short(MostExcess)} times that more passes.",
            $"初始损失为 {NumberText.Short(first)}，期望值为 {expected.FirstName.Chinese}；可学部分为 {NumberText.Short(unit)}，超出其 {NumberText.Short(MostExcess)} 倍以内视为正常。");
        return excess > MostExcess ? CheckOutcome.Found(Diagnoses.FirstLoss, english, chinese) : CheckOutcome.Healthy(english, chinese);
    }
}
