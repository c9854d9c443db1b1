namespace Minima.Training.Diagnosis.Checks;

/// <summary>
/// Checks that the loss falls at the learning rate. The learning rate test shows where it would; the chosen rate is reported only if the trial training also
/// failed with it, because momentum delays the response in the test.
/// </summary>
internal sealed class LearningRateCheck : IDiagnosisCheck
{
    /// <summary>A rate further below the steepest one than this wastes nearly every step; a tenth is usually best, and a hundredth is careful.</summary>
    public const double MostBelow = 1e3;

    /// <summary>A trial training that learned this proportion of the learnable part shows that the rate is not too small.</summary>
    public const double EnoughLearned = 0.5;

    public Localized Name => new("learning rate", "学习率");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = Causes.NoLearning;

    public CheckOutcome Run(Examination examination)
    {
        var optimizer = examination.With(trial => examination.NewOptimizer(trial.Model));
        if (optimizer is Lbfgs) return CheckOutcome.Skipped("L-BFGS finds the length of its steps itself.", "L-BFGS 自行搜索步长。");
        var chosen = examination.ChosenRate;
        var (run, unit, sweep) = (examination.Run, examination.LossUnit, examination.Sweep);
        var text = Text(chosen, sweep);
        if (run.Fall < -LossPathCheck.MostRise * unit)
        {
            return examination.CarefulRun.Fall > 0
                ? CheckOutcome.Found(Diagnoses.LearningRateLarge, text.English + Ends(examination).English + $" With {NumberText.Short(examination.CarefulRate)} it falls.", text.Chinese + Ends(examination).Chinese + $"学习率取 {NumberText.Short(examination.CarefulRate)} 时损失会下降。")
                : CheckOutcome.Skipped($"the loss rises with a rate of {NumberText.Short(examination.CarefulRate)} too: something else is wrong.", $"学习率取 {NumberText.Short(examination.CarefulRate)} 时损失同样上升：另有原因。");
        }

        if (double.IsNaN(sweep.Steepest)) return CheckOutcome.Skipped("the loss did not fall at any learning rate tested.", "在测试的所有学习率下损失都没有下降。");
        return chosen < sweep.Steepest / MostBelow && run.Fall < EnoughLearned * unit
            ? CheckOutcome.Found(Diagnoses.LearningRateSmall, text.English + Ends(examination).English, text.Chinese + Ends(examination).Chinese)
            : CheckOutcome.Healthy(text.English + Ends(examination).English, text.Chinese + Ends(examination).Chinese);
    }

    private static Localized Text(double chosen, Experiments.RateSweep sweep)
    {
        var steepest = double.IsNaN(sweep.Steepest) ? new Localized("the loss does not fall at any learning rate tested", "在测试的所有学习率下损失都没有下降")
            : new Localized($"the loss falls fastest at about {NumberText.Short(sweep.Steepest)}", $"损失在 {NumberText.Short(sweep.Steepest)} 附近下降最快");
        var diverging = double.IsPositiveInfinity(sweep.Diverging) ? new Localized("diverges at none", "在测试范围内没有发散")
            : new Localized($"diverges from {NumberText.Short(sweep.Diverging)}", $"从 {NumberText.Short(sweep.Diverging)} 起发散");
        return new Localized(
            $"the learning rate is {NumberText.Short(chosen)}; in the test {steepest.English} and {diverging.English}.",
            $"学习率为 {NumberText.Short(chosen)}；测试中{steepest.Chinese}，{diverging.Chinese}。");
    }

    private static Localized Ends(Examination examination)
    {
        var run = examination.Run;
        var (first, last) = (examination.Shown(run.Path[0].Loss), examination.Shown(run.Path[^1].Loss));
        return run.NotFinite is null && run.Refusal is null
            ? new Localized($" The trial training goes from a loss of {first} to {last} in {run.Steps} steps.", $"试训 {run.Steps} 步，损失从 {first} 变为 {last}。")
            : new Localized($" The trial training, from a loss of {first}, ended after {run.Steps} steps in numbers that the loss cannot take.", $"试训从损失 {first} 开始，{run.Steps} 步后出现损失无法处理的数值。");
    }
}
