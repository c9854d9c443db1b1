using Minima.Training.Data;
using Minima.Training.Diagnosis.Experiments;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that the feature columns vary on similar scales.</summary>
internal sealed class FeatureScaleCheck : IDiagnosisCheck
{
    /// <summary>
    /// The largest ratio of standard deviations that passes. The curvature of a squared loss grows with its square: at 1e4 gradient descent takes 1e8 steps for the
    /// small column. Adam avoids that, but still starts with outputs that one column alone determines.
    /// </summary>
    public const double MostRatio = 1e4;

    public Localized Name => new("scales of columns", "各列的量级");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [Diagnoses.NotFiniteInput];

    public CheckOutcome Run(Examination examination)
    {
        var sample = examination.Training;
        if (!sample.HasColumns) return CheckOutcome.Skipped("the features are not columns of numbers.", "特征不是由数值列组成。");
        var scales = Enumerable.Range(0, sample.Width)
            .Select(column => (Column: column, Deviation: DeviationOf(sample, column)))
            .Where(scale => scale.Deviation > 0)
            .OrderBy(scale => scale.Deviation)
            .ToArray();
        if (scales.Length < 2) return CheckOutcome.Skipped("fewer than two columns vary.", "有变化的列不足两列。");
        var (smallest, largest) = (scales[0], scales[^1]);
        var ratio = largest.Deviation / smallest.Deviation;
        return ratio <= MostRatio
            ? CheckOutcome.Healthy($"the largest deviation of a column is {NumberText.Short(ratio)} times the smallest (at most {NumberText.Short(MostRatio)}).", $"各列标准差的最大值与最小值之比为 {NumberText.Short(ratio)}（上限 {NumberText.Short(MostRatio)}）。")
            : CheckOutcome.Found(
                Diagnoses.FeatureScale,
                $"column {examination.ColumnName(largest.Column)} has a deviation of {NumberText.Short(largest.Deviation)}, column {examination.ColumnName(smallest.Column)} one of {NumberText.Short(smallest.Deviation)}: a factor of {NumberText.Short(ratio)} (at most {NumberText.Short(MostRatio)}).",
                $"{examination.ColumnName(largest.Column)} 列的标准差为 {NumberText.Short(largest.Deviation)}，{examination.ColumnName(smallest.Column)} 列为 {NumberText.Short(smallest.Deviation)}：两者之比为 {NumberText.Short(ratio)}（上限 {NumberText.Short(MostRatio)}）。");
    }

    private static double DeviationOf(RowSample sample, int column)
    {
        var values = new double[sample.Rows];
        for (var row = 0; row < values.Length; row++) values[row] = sample.Features[(row * sample.Width) + column];
        return Moments.Of(values).Deviation;
    }
}
