using Minima.Training.Data;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Finds columns with a single value in all rows examined.</summary>
internal sealed class ConstantFeatureCheck : IDiagnosisCheck
{
    public Localized Name => new("constant columns", "常数列");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [Diagnoses.NotFiniteInput];

    public CheckOutcome Run(Examination examination)
    {
        var sample = examination.Training;
        if (!sample.HasColumns) return CheckOutcome.Skipped("the features are not columns of numbers.", "特征不是由数值列组成。");
        if (sample.Rows < 2) return CheckOutcome.Skipped("there is one row only.", "只有一行数据。");
        var constant = Enumerable.Range(0, sample.Width).Where(column => IsConstant(sample.Features, column, sample.Width)).ToArray();
        if (constant.Length == 0) return CheckOutcome.Healthy($"all {sample.Width} columns vary over {sample.Rows} rows.", $"{sample.Width} 列在 {sample.Rows} 行中都有变化。");
        var names = NumberText.List(constant.Select(examination.ColumnName));
        return CheckOutcome.Found(
            Diagnoses.ConstantFeature,
            $"{constant.Length} of {sample.Width} columns have the same value in all {sample.Rows} rows: {names.English}.",
            $"{sample.Width} 列中有 {constant.Length} 列在全部 {sample.Rows} 行中取值相同：{names.Chinese}。");
    }

    private static bool IsConstant(double[] values, int column, int width)
    {
        for (var i = column; i < values.Length; i += width)
        {
            if (values[i] != values[column]) return false;
        }

        return true;
    }
}
