using Minima.Training.Data;
using Minima.Training.Diagnosis.Experiments;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that there is something to learn: more than one class or number, and no very rare class.</summary>
internal sealed class LabelBalanceCheck : IDiagnosisCheck
{
    /// <summary>The largest ratio of the frequencies of two classes that passes: beyond it a batch of 64 rows holds about one row of the rare class.</summary>
    public const double MostImbalance = 50;

    public Localized Name => new("balance of targets", "目标值的分布");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [Diagnoses.NotFiniteInput, Diagnoses.NotFiniteTarget, Diagnoses.LabelRange];

    public CheckOutcome Run(Examination examination)
    {
        var sample = examination.Training;
        foreach (var term in examination.Objective.Terms)
        {
            var values = sample.Target(term.Target);
            var ignored = term.Loss.Entry.Row?.IgnoreIndex;
            var counts = values.Where(value => value != ignored).GroupBy(value => value).Select(group => (Value: group.Key, Count: group.Count())).OrderByDescending(pair => pair.Count).ToArray();
            var isOfClasses = TargetClasses.Are(term, sample.Batch.TargetAt(term.Target), values);
            if (counts.Length == 1)
            {
                var only = NumberText.Short(counts[0].Value);
                return isOfClasses
                    ? CheckOutcome.Found(Diagnoses.OneClass, $"all {counts[0].Count} labels are {examination.ClassName(counts[0].Value)}.", $"{counts[0].Count} 个标签全部为 {examination.ClassName(counts[0].Value)}。")
                    : CheckOutcome.Found(Diagnoses.ConstantTarget, $"all {counts[0].Count} targets are {only}.", $"{counts[0].Count} 个目标值全部为 {only}。");
            }

            if (!isOfClasses || counts.Length == 0) continue;
            var (most, least) = (counts[0], counts[^1]);
            if (most.Count > MostImbalance * least.Count)
            {
                return CheckOutcome.Found(
                    Diagnoses.Imbalance,
                    $"class {examination.ClassName(most.Value)} has {most.Count} rows, class {examination.ClassName(least.Value)} has {least.Count}: a ratio of {NumberText.Short((double)most.Count / least.Count)} (at most {NumberText.Short(MostImbalance)} passes).",
                    $"类别 {examination.ClassName(most.Value)} 有 {most.Count} 行，类别 {examination.ClassName(least.Value)} 只有 {least.Count} 行：比例为 {NumberText.Short((double)most.Count / least.Count)}（上限 {NumberText.Short(MostImbalance)}）。");
            }
        }

        return CheckOutcome.Healthy(Summary(examination));
    }

    private static Localized Summary(Examination examination)
    {
        var term = examination.Objective.Terms[0];
        var values = examination.Training.Target(term.Target);
        if (TargetClasses.Are(term, examination.Training.Batch.TargetAt(term.Target), values))
        {
            var counts = values.GroupBy(value => value).Select(group => group.Count()).ToArray();
            return new Localized($"{counts.Length} classes, the rarest with {counts.Min()}, the most frequent with {counts.Max()} of {values.Length} rows.", $"{counts.Length} 个类别，最少 {counts.Min()} 行，最多 {counts.Max()} 行，共 {values.Length} 行。");
        }

        var moments = Moments.Of(values);
        return new Localized($"mean {NumberText.Short(moments.Mean)}, deviation {NumberText.Short(moments.Deviation)}.", $"均值 {NumberText.Short(moments.Mean)}，标准差 {NumberText.Short(moments.Deviation)}。");
    }
}
