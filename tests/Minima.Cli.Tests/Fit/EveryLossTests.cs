using Xunit;

namespace Minima.Cli.Tests.Fit;

/// <summary>Every loss of one prediction for each row that a comparison trains is fitted: the certificate holds, and no step lowers the objective.</summary>
public sealed class EveryLossTests
{
    private const int Rows = 70;
    private static readonly double[][] Features = FitSamples.Features(21, Rows, 4);

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var entry in Catalogue.All.Where(entry => entry.Task != LossTask.None && entry.Row is null))
            {
                cases.Add(entry.Key, "");
                cases.Add(entry.Key, "--l2 0.05");
                cases.Add(entry.Key, "--l1 0.02");
            }

            return cases;
        }
    }

    [Theory]
    [SlowData(nameof(Cases))]
    public async Task Is_at_its_optimum(string key, string penalty)
    {
        var entry = Catalogue.Find(key);
        var target = Target(entry);
        string[] options = penalty.Length == 0 ? [] : penalty.Split(' ');
        var run = await FitRun.OfTable(Features, target, ["--loss", key, .. options]);
        if (run.Code == 4 && penalty.Length == 0 && run.Error.Contains("no finite optimum near this start", StringComparison.Ordinal)) return;
        Assert.True(run.Code == 0, run.Error);
        Assert.True(run.GradientNorm < 1e-8, $"the gradient is {run.GradientNorm}");
        if (run.Method != "local") Assert.True(run.Gap <= 1e-8 * Math.Max(1, Math.Abs(run.Objective)), $"the gap is {run.Gap}");

        var learned = run.Property("inputs").EnumerateArray().Select(item => item.GetProperty("learned").GetDouble()).ToArray();
        double[] at = [.. run.Coefficients, run.Intercept, .. learned];
        var (l2, l1) = penalty switch { "--l2 0.05" => (0.05, 0.0), "--l1 0.02" => (0, 0.02), _ => (0.0, 0.0) };
        var here = Objective(entry, at, target, l2, l1);
        Assert.Equal(here, run.Objective, 1e-11 * Math.Max(1, Math.Abs(here)));
        var random = new Random(77);
        for (var trial = 0; trial < 120; trial++)
        {
            // Small steps for what is only a local minimum.
            var size = run.Method == "local" ? 1e-5 : Math.Pow(10, -5 + (trial % 5));
            var step = at.Select((_, j) => trial < 2 * at.Length ? (j == trial / 2 ? (trial % 2 == 0 ? 1.0 : -1) : 0) : (2 * random.NextDouble()) - 1).ToArray();
            var there = Objective(entry, [.. at.Zip(step, (x, d) => x + (size * d))], target, l2, l1);
            Assert.True(!(there < here - (1e-10 * Math.Max(1, Math.Abs(here)))), $"a step of {size} lowers {here} to {there}");
        }
    }

    private static double[] Target(LossEntry entry)
    {
        if (entry.Task.HasFlag(LossTask.Binary) && !entry.Task.HasFlag(LossTask.Regression)) return FitSamples.Classes(21, Features);
        var target = FitSamples.Target(21, Features, 1);
        return entry.Link == PredictionLink.Log ? Array.ConvertAll(target, y => Math.Round(Math.Exp(y / 3) * 2) + 1) : target;
    }

    /// <summary>The objective by the engine alone: mean loss and penalties at coefficients, intercept and learned constants.</summary>
    private static double Objective(LossEntry entry, double[] at, double[] target, double l2, double l1)
    {
        var loss = Loss.Create(entry, new Dictionary<string, object?>(StringComparer.Ordinal));
        var margin = loss.DomainOf(1).IsLabel;
        var prediction = Array.ConvertAll(Features, row => row.Select((x, j) => x * at[j]).Sum() + at[4]);
        var batch = new LossBatch<double>
        {
            Prediction = prediction,
            Target = margin ? Array.ConvertAll(target, y => (2 * y) - 1) : target,
            Reduction = Reduction.Mean,
        };
        var learned = 5;
        for (var input = 2; input < entry.Inputs.Count && learned < at.Length; input++)
        {
            if (entry.Inputs[input].BoundTo is not null) continue;
            if (!loss.DomainOf(input).Contains(at[learned])) return double.PositiveInfinity;
            batch.SetInput(input, Enumerable.Repeat(at[learned++], Rows).ToArray());
        }

        return loss.Evaluate(batch).Value + at.Take(4).Sum(w => (0.5 * l2 * w * w) + (l1 * Math.Abs(w)));
    }
}
