using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Fit;

/// <summary>The stages and steps of a fit.</summary>
internal sealed class ProgressLines(TextWriter error, string title) : IProgress<FitProgress>
{
    private readonly Pace _pace = new();

    public void Report(FitProgress value)
    {
        if (!_pace.IsDue()) return;
        switch (value.Stage)
        {
            case FitStage.Columns:
                error.WriteLine($"{title}: texts, missing values and medians of the columns");
                return;
            case FitStage.Moments:
                error.WriteLine($"{title}: means and correlations of the features");
                return;
            case FitStage.Sample:
                error.WriteLine($"{title}: a start at the optimum of a sample");
                return;
        }

        var (step, remaining) = (value.Iteration.ToString(CultureInfo.InvariantCulture), value.Remaining.ToString("0.0e+0", CultureInfo.InvariantCulture));
        if (value.Left is { } left) error.WriteLine($"{title}: step {step}, {remaining} from the optimum, about {TimeLeft.Of(left)} left");
        else error.WriteLine($"{title}: step {step}, {remaining} from the optimum");
    }
}
