using Minima.Training.Data;
using Minima.Training.Diagnosis.Experiments;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that no single column reveals the target.</summary>
internal sealed class TargetLeakCheck : IDiagnosisCheck
{
    /// <summary>
    /// A column with a larger correlation with a numeric target is the target in other units: measurements have more noise than one part in ten thousand of their
    /// variance.
    /// </summary>
    public const double MostCorrelation = 0.9999;

    /// <summary>With fewer rows they may agree by chance.</summary>
    public const int LeastRows = 20;

    /// <summary>A column with this many distinct values is a measurement, not a renamed class.</summary>
    public const int MostClasses = 100;

    public Localized Name => new("leaks of the target", "目标值泄漏");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [Diagnoses.NotFiniteInput, Diagnoses.NotFiniteTarget];

    public CheckOutcome Run(Examination examination)
    {
        var sample = examination.Training;
        if (!sample.HasColumns) return CheckOutcome.Skipped("the features are not columns of numbers.", "特征不是由数值列组成。");
        if (sample.Rows < LeastRows) return CheckOutcome.Skipped($"{sample.Rows} rows are too few to tell a leak from chance ({LeastRows} are needed).", $"{sample.Rows} 行太少，无法区分泄漏与偶然（需要 {LeastRows} 行）。");
        var target = sample.Target(0);
        if (target.Length != sample.Rows) return CheckOutcome.Skipped("the target has several numbers for each row.", "每行的目标值不止一个数。");
        var isOfClasses = TargetClasses.Are(examination.Objective.Terms[0], sample.Batch.Target, target);
        var leaks = Enumerable.Range(0, sample.Width).Where(column => isOfClasses ? TellsClass(sample, column, target) : TellsNumber(sample, column, target)).ToArray();
        if (leaks.Length == 0) return CheckOutcome.Healthy($"no single column determines the target ({sample.Width} columns, {sample.Rows} rows).", $"没有哪一列单独就能给出目标值（{sample.Width} 列，{sample.Rows} 行）。");
        var names = NumberText.List(leaks.Select(examination.ColumnName));
        return CheckOutcome.Found(
            Diagnoses.TargetLeak,
            $"column {names.English} tells the target of all {sample.Rows} rows{(isOfClasses ? "" : $" (correlation of {MostCorrelation} or more)")}.",
            $"仅凭 {names.Chinese} 列即可得出全部 {sample.Rows} 行的目标值{(isOfClasses ? "" : $"（相关系数不低于 {MostCorrelation}）")}。");
    }

    private static bool TellsNumber(RowSample sample, int column, double[] target)
    {
        var values = ColumnOf(sample, column);
        var (own, other) = (Moments.Of(values), Moments.Of(target));
        if (own.Variance == 0 || other.Variance == 0) return false;
        double product = 0;
        for (var i = 0; i < target.Length; i++) product += (values[i] - own.Mean) * (target[i] - other.Mean);
        return Math.Abs(product / target.Length) >= MostCorrelation * own.Deviation * other.Deviation;
    }

    /// <summary>True if the column is the class renamed (one value per class), or the indicator of one class.</summary>
    private static bool TellsClass(RowSample sample, int column, double[] target)
    {
        var values = ColumnOf(sample, column);
        var classes = new Dictionary<double, HashSet<double>>();
        for (var i = 0; i < values.Length; i++)
        {
            if (!classes.TryGetValue(values[i], out var seen))
            {
                if (classes.Count == MostClasses) return false;
                classes.Add(values[i], seen = []);
            }

            seen.Add(target[i]);
        }

        var all = target.Distinct().Count();
        if (all < 2) return false;
        var isRenamed = classes.Count == all && classes.Values.All(seen => seen.Count == 1);
        var isMark = classes.Count == 2 && classes.Values.Any(seen => seen.Count == 1) && classes.Values.Sum(seen => seen.Count) == all;
        return isRenamed || isMark;
    }

    private static double[] ColumnOf(RowSample sample, int column)
    {
        var values = new double[sample.Rows];
        for (var row = 0; row < values.Length; row++) values[row] = sample.Features[(row * sample.Width) + column];
        return values;
    }
}
