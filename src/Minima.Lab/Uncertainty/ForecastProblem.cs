using Minima.Lab.Pictures;
using Minima.Training.Uncertainty;

namespace Minima.Lab.Uncertainty;

/// <summary>All methods on one problem.</summary>
/// <param name="Rows">Of the first seed.</param>
/// <param name="Methods">As judged over seeds; the baseline first.</param>
/// <param name="Truth">What draws the targets, judged as a forecast; null where nobody knows.</param>
/// <param name="First">The forecasters of the first seed, in the order of the methods.</param>
internal sealed record ForecastProblem(RegressionRows Rows, IReadOnlyList<JudgedMethod> Methods, JudgedMethod? Truth, IReadOnlyList<Func<Tensor, Forecast[]>> First)
{
    public LabTable Table
    {
        get
        {
            var table = new LabTable(Rows.Title, JudgedMethod.Heads);
            foreach (var method in Methods) table.Add(method.Cells);
            if (Truth is not null) table.Add(Truth.Cells);
            return table;
        }
    }

    public static ForecastProblem Judge(LabRun run, Func<LabRun, int, RegressionRows> problem, int[] seeds)
    {
        RegressionRows[] rows = [.. seeds.Select(seed => problem(run, seed))];
        var (methods, first) = (new List<JudgedMethod>(), new List<Func<Tensor, Forecast[]>>());
        foreach (var method in ForecastMethod.All)
        {
            run.Begin(method.Name.English);
            var trained = seeds.Select((seed, i) => method.Trained(rows[i], seed)).ToArray();
            first.Add(trained[0]);
            methods.Add(JudgedMethod.Of(method.Name, [.. rows.Zip(trained, (one, forecaster) => ((IReadOnlyList<Forecast>)forecaster(one.TestInputs), one.TestTargets))]));
        }

        var truth = rows[0].Truth.Count == 0 ? null : JudgedMethod.Of(new("what draws the targets", "生成目标值的分布"), [.. rows.Select(one => (one.Truth, one.TestTargets))]);
        return new(rows[0], methods, truth, first);
    }
}
