using System.Globalization;
using System.Text.Json;
using Minima.Tabular;

namespace Minima.Cli.Tests.Fit;

/// <summary>Seeded tables of several classes, and what a fit wrote of them.</summary>
internal static class ClassSamples
{
    /// <summary>The largest of a few noisy lines names the class, so that no line separates classes.</summary>
    public static int[] Labels(int seed, double[][] features, int classes, double noise = 2)
    {
        var random = new Random(seed);
        return Array.ConvertAll(features, row =>
        {
            var scores = Enumerable.Range(0, classes).Select(k => row.Select((x, j) => x * Math.Cos((2 * k) + j)).Sum() + (noise * ((2 * random.NextDouble()) - 1))).ToArray();
            return Array.IndexOf(scores, scores.Max());
        });
    }

    public static string Csv(double[][] rows, IReadOnlyList<string> target)
    {
        var lines = rows.Select((row, i) => string.Join(',', row.Select(x => x.ToString("R", CultureInfo.InvariantCulture)).Append(target[i])));
        return string.Join('\n', lines.Prepend(string.Join(',', Enumerable.Range(0, rows[0].Length).Select(j => $"x{j}").Append("y")))) + "\n";
    }

    public static Task<FitRun> Fit(double[][] rows, IReadOnlyList<int> labels, params string[] options) =>
        FitRun.OfText(Csv(rows, [.. labels.Select(label => $"c{label}")]), options);

    public static double[][] Weights(FitRun run) => Rows(run.Property("coefficients"));

    public static double[] Intercepts(FitRun run) => [.. run.Property("intercept").EnumerateArray().Select(item => item.GetDouble())];

    public static string[] Classes(FitRun run) => [.. run.Property("mapping").EnumerateArray().Select(item => item.GetProperty("class").GetString()!)];

    /// <summary>The objective by the engine alone.</summary>
    public static double Objective(Loss loss, double[][] rows, IReadOnlyList<int> labels, double[][] weights, double[] intercepts, double l2, double l1 = 0)
    {
        var scores = rows.SelectMany(row => weights.Select((w, k) => intercepts[k] + row.Select((x, j) => x * w[j]).Sum())).ToArray();
        var batch = new LossBatch<double> { Prediction = scores, Labels = labels.ToArray(), Classes = intercepts.Length, Reduction = Reduction.Mean };
        return loss.Evaluate(batch).Value + (0.5 * l2 * weights.Sum(row => row.Sum(w => w * w))) + (l1 * weights.Sum(row => row.Sum(Math.Abs)));
    }

    /// <summary>The length of its shortest subgradient by the engine alone.</summary>
    public static double GradientNorm(Loss loss, double[][] rows, IReadOnlyList<int> labels, double[][] weights, double[] intercepts, double l2, double l1 = 0)
    {
        var classes = intercepts.Length;
        var scores = rows.SelectMany(row => weights.Select((w, k) => intercepts[k] + row.Select((x, j) => x * w[j]).Sum())).ToArray();
        var slopes = new double[scores.Length];
        loss.Evaluate(new LossBatch<double> { Prediction = scores, Labels = labels.ToArray(), Classes = classes, Gradient = slopes, Reduction = Reduction.Mean });
        var square = 0.0;
        for (var k = 0; k < classes; k++)
        {
            square += Math.Pow(Enumerable.Range(0, rows.Length).Sum(i => slopes[(i * classes) + k]), 2);
            for (var j = 0; j < weights[k].Length; j++)
            {
                var slope = Enumerable.Range(0, rows.Length).Sum(i => slopes[(i * classes) + k] * rows[i][j]) + (l2 * weights[k][j]);
                square += Math.Pow(weights[k][j] == 0 ? Math.Max(0, Math.Abs(slope) - l1) : slope + (l1 * Math.Sign(weights[k][j])), 2);
            }
        }

        return Math.Sqrt(square);
    }

    private static double[][] Rows(JsonElement list) => [.. list.EnumerateArray().Select(row => row.EnumerateArray().Select(item => item.GetDouble()).ToArray())];
}
