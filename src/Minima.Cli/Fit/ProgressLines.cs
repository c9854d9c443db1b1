using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Fit;

/// <summary>The steps of a fit.</summary>
internal sealed class ProgressLines(TextWriter error, string title) : IProgress<FitProgress>
{
    private readonly Pace _pace = new();

    public void Report(FitProgress value)
    {
        if (!_pace.IsDue()) return;
        error.WriteLine(FormattableString.Invariant($"{title}: step {value.Iteration}, {value.Remaining:0.0e+0} from the optimum"));
    }
}
