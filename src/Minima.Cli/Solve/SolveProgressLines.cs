using Minima.Cli.Compare;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Solve;

/// <summary>A line for each stage, and for each sixth of its trainings.</summary>
internal sealed class SolveProgressLines(TextWriter error, Tongue tongue) : IProgress<SolveProgress>
{
    private PlainProgress? _trainings;
    private SolveStage _stage = SolveStage.Fitting;

    public void Report(SolveProgress value)
    {
        if (value.Stage != _stage)
        {
            _stage = value.Stage;
            _trainings = null;
            if (value.Total == 0) error.WriteLine(Title(value.Stage));
        }

        if (value.Total == 0) return;
        _trainings ??= new PlainProgress(error, value.Stage == SolveStage.Comparing ? Title(value.Stage) : tongue.Say("  on a sample", "  抽样"), tongue);
        _trainings.Report(new(value.Done, value.Total, ""));
    }

    private string Title(SolveStage stage) => stage switch
    {
        SolveStage.Checking => tongue.Say("checking the table", "检查表格"),
        SolveStage.Advising => tongue.Say("looking for losses that suit it", "寻找合适的损失"),
        SolveStage.Comparing => tongue.Say("comparing them", "比较这些损失"),
        _ => tongue.Say("fitting the answer on all rows", "在全部行上拟合所选的损失"),
    };
}
