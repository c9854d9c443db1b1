using Minima.Lab.Studies;
using Minima.Tabular;
using Minima.Training.Data;

namespace Minima.Lab.Continual;

/// <summary>The digits as five tasks that come one after the other: 0 or 1, 2 or 3, and so on.</summary>
internal sealed class DigitTasks
{
    public const int Count = 5;
    public const int Hidden = 12;
    private const int Classes = 2;

    /// <param name="trial">Which rows.</param>
    /// <param name="hasOneHead">All tasks answer through the same two outputs; otherwise each has two of its own.</param>
    /// <param name="mostRows">The maximum number of rows of a task.</param>
    public DigitTasks(Trial trial, bool hasOneHead, int mostRows)
    {
        HasOneHead = hasOneHead;
        var table = BundledTable.Digits();
        var rows = StudyRows.Of(table, trial);
        Everything = RowsOf(table, rows.Training, null, mostRows == int.MaxValue ? mostRows : Count * mostRows);
        Training = [.. Enumerable.Range(0, Count).Select(task => RowsOf(table, rows.Training, task, mostRows))];
        Test = [.. Enumerable.Range(0, Count).Select(task => RowsOf(table, rows.Judging, task, mostRows))];
    }

    public bool HasOneHead { get; }

    public ArrayData[] Training { get; }

    /// <summary>The rows of all tasks, each labelled as in its own.</summary>
    public ArrayData Everything { get; }

    public ArrayData[] Test { get; }

    public int Outputs => HasOneHead ? Classes : Classes * Count;

    /// <summary>Cross-entropy of the outputs of a task.</summary>
    public LossTerm Term(int task) => new($"task {task + 1}", Loss.Create("cross_entropy")) { OutputStart = HasOneHead ? 0 : Classes * task, OutputCount = Classes };

    public Objective ObjectiveOf(int task) => new([Term(task)]);

    /// <summary>The proportion of a task's rows that are classified correctly.</summary>
    public double Accuracy(Module model, int task)
    {
        using var silence = Autograd.NoGradient();
        using var scope = StepScope.Begin();
        return DigitRows.Whole(Test[task], batch =>
        {
            var logits = model.Forward(batch.Features).Slice(1, Term(task).OutputStart, Classes).ToArray();
            var labels = batch.Target.ToArray();
            return labels.Where((label, row) => (logits[Classes * row] < logits[(Classes * row) + 1]) == (label == 1)).Count() / (double)labels.Length;
        });
    }

    private static ArrayData RowsOf(BundledTable table, int[] rows, int? task, int most)
    {
        int[] own = [.. rows.Where(row => task is null || (int)table.Target[row] / Classes == task).Take(most)];
        return new ArrayData(DataArray.Of("pixels", DigitRows.Pixels(table, own), [DigitRows.PixelCount]), DataArray.Labels("digit", [.. table.LabelsOf(own).Select(label => label % Classes)], Classes));
    }
}
