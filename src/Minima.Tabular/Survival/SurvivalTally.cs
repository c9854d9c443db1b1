namespace Minima.Tabular;

/// <summary>Predicted and observed survival curves of the thirds of the held-out rows by predicted risk.</summary>
/// <param name="Rows">The number of rows in the third.</param>
/// <param name="Times">Ascending from 0.</param>
/// <param name="Predicted">The mean of the predicted probabilities of being without the event, by time.</param>
/// <param name="Observed">The estimate of Kaplan and Meier for the same rows, by time.</param>
public sealed record SurvivalGroup(int Rows, IReadOnlyList<double> Times, IReadOnlyList<double> Predicted, IReadOnlyList<double> Observed);

/// <summary>Collects the curves of held-out rows, fold by fold; each row counts once, even if held out several times.</summary>
internal sealed class SurvivalTally
{
    private const int Groups = 3;
    private const int Steps = 40;

    private readonly List<(double Time, double Event)>[] _seen = [.. Enumerable.Range(0, Groups).Select(_ => new List<(double, double)>())];
    private readonly List<(double[] Times, double[][] Sums)> _folds = [];

    /// <summary>Adds the rows of a fold.</summary>
    /// <param name="times">The time of each row.</param>
    /// <param name="risks">The predicted risk of each row, higher for an earlier event.</param>
    /// <param name="forecast">Events and curves.</param>
    public void Add(double[] times, double[] risks, SurvivalForecast forecast)
    {
        if (forecast.Curves is not { } curves) return;
        var grid = forecast.Grid.Times;
        int[] order = [.. Enumerable.Range(0, times.Length).OrderBy(row => risks[row])];
        var sums = new double[Groups][];
        for (var k = 0; k < Groups; k++)
        {
            sums[k] = new double[grid.Length + 1];
            foreach (var row in order.AsSpan(k * times.Length / Groups, ((k + 1) * times.Length / Groups) - (k * times.Length / Groups)))
            {
                _seen[k].Add((times[row], forecast.Events[row]));
                sums[k][0]++;
                for (var j = 0; j < grid.Length; j++) sums[k][j + 1] += curves[(row * grid.Length) + j];
            }
        }

        _folds.Add((grid, sums));
    }

    /// <summary>The thirds, the lowest risk first, up to the earliest end of the folds' grids; empty if nothing was added.</summary>
    public IReadOnlyList<SurvivalGroup> Summary()
    {
        if (_folds.Count == 0 || Array.Exists(_seen, rows => rows.Count == 0)) return [];
        var horizon = _folds.Min(fold => fold.Times[^1]);
        double[] times = [.. Enumerable.Range(0, Steps + 1).Select(step => horizon * step / Steps)];
        return [.. Enumerable.Range(0, Groups).Select(k =>
        {
            var observed = StepCurve.OfEvents([.. _seen[k].Select(row => row.Time)], [.. _seen[k].Select(row => row.Event)]);
            return new SurvivalGroup(_seen[k].Count, times, [.. times.Select(time => Mean(k, time))], [.. times.Select(observed.At)]);
        })];
    }

    /// <summary>The mean curve of a group at a time, with linear interpolation between the times of a fold's grid, from 1 at 0.</summary>
    private double Mean(int group, double time)
    {
        var sum = 0.0;
        foreach (var (times, sums) in _folds)
        {
            var steps = time / times[0];
            var place = Math.Min(times.Length - 1, (int)steps);
            sum += sums[group][place] + (Math.Min(1, steps - place) * (sums[group][place + 1] - sums[group][place]));
        }

        return sum / _seen[group].Count;
    }
}
