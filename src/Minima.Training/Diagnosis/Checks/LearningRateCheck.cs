namespace Minima.Training.Diagnosis.Checks;

/// <summary>The learning rate is one at which the loss falls.</summary>
internal sealed class LearningRateCheck : IDiagnosisCheck
{
    /// <summary>A rate below the steepest one by more than this wastes nearly every step; a tenth is usually best, and a hundredth is careful.</summary>
    public const double MostBelow = 1e3;

    public Both Name => new("learning rate", "学习率");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = Causes.NoLearning;

    public CheckOutcome Run(Examination examination)
    {
        var optimizer = examination.With(trial => examination.NewOptimizer(trial.Model));
        if (optimizer is Lbfgs) return CheckOutcome.Skipped("L-BFGS finds the length of its steps itself.", "L-BFGS 自行搜索步长。");
        var chosen = optimizer.LearningRate;
        var sweep = examination.Sweep;
        if (double.IsNaN(sweep.Steepest) && chosen < sweep.Diverging) return CheckOutcome.Skipped("the loss fell at no rate of the test.", "在测试的所有学习率下损失都没有下降。");
        var (english, chinese) = (
            $"the learning rate is {NumberText.Short(chosen)}; the loss falls fastest at about {NumberText.Short(sweep.Steepest)} and {(double.IsPositiveInfinity(sweep.Diverging) ? "diverges at no rate of the test" : $"diverges from {NumberText.Short(sweep.Diverging)}")}.",
            $"学习率为 {NumberText.Short(chosen)}；损失在 {NumberText.Short(sweep.Steepest)} 附近下降最快，{(double.IsPositiveInfinity(sweep.Diverging) ? "在测试范围内没有发散" : $"从 {NumberText.Short(sweep.Diverging)} 起发散")}。");
        return chosen >= sweep.Diverging ? CheckOutcome.Found(Diagnoses.LearningRateLarge, english, chinese)
            : chosen < sweep.Steepest / MostBelow ? CheckOutcome.Found(Diagnoses.LearningRateSmall, english, chinese)
            : CheckOutcome.Healthy(english, chinese);
    }
}
