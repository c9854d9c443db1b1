using System.Globalization;
using System.Text.RegularExpressions;

namespace Minima.Ranks;

/// <summary>
/// The formula of a step, fitted to measured steps: T(R, n) = s + u n + (f + c n) / R + [R > 1] (2 log2(R) latency + 2 (1 - 1/R) bytes / bandwidth) for n rows on R ranks. s is what every rank does whatever the rows
/// (the update of the parameters), u what each row of the batch takes that more ranks do not shorten; the ranks share f, what the slices take whatever their rows (adding gradients), and c for each row. Latency and bandwidth
/// are those of messages, measured apart.
/// </summary>
internal static partial class StepFit
{
    private const int Rounds = 3;

    private static readonly int[] Sizes = [256, 512, 1024, 2048, 4096];

    /// <summary>Measures, fits by least squares of relative errors, and prints.</summary>
    /// <param name="ranks">Numbers of ranks, from the least.</param>
    /// <param name="measure">The least time of a step in milliseconds on some ranks with some rows.</param>
    /// <param name="messages">What the measurement of messages printed.</param>
    public static void Print(int[] ranks, Func<int, int, double> measure, string messages)
    {
        Console.Write(messages);
        var found = Figures().Match(messages);
        var (latency, bandwidth) = (Number(found.Groups["latency"].Value) * 1e-3, Number(found.Groups["bandwidth"].Value) * 1e6);
        double Sent(int count) => (2 * Math.Log2(count) * latency) + (2 * (1 - (1.0 / count)) * Steps.Bytes / bandwidth);
        var points = new List<(int Ranks, int Rows, double Time)>();
        foreach (var rows in Sizes)
        {
            // In turns: what else the machine does meets all alike.
            var least = ranks.ToDictionary(count => count, _ => double.PositiveInfinity);
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var count in ranks) least[count] = Math.Min(least[count], measure(count, rows));
            }

            points.AddRange(ranks.Select(count => (count, rows, least[count])));
        }

        var coefficients = Fitted([.. points.Select(point => (Terms(point.Ranks, point.Rows), point.Time - Sent(point.Ranks), point.Time))]);
        Console.WriteLine("ranks  rows  measured ms  formula ms  difference");
        foreach (var (count, rows, time) in points)
        {
            var formula = Terms(count, rows).Zip(coefficients, (term, value) => term * value).Sum() + Sent(count);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,5}  {rows,4}  {time,11:0.00}  {formula,10:0.00}  {(formula / time) - 1,10:+0.0%;-0.0%}"));
        }

        var (step, row, slices, shared) = (coefficients[0], coefficients[1], coefficients[2], coefficients[3]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"of every rank {step:0.000} ms a step and {1e3 * row:0.000} us a row; shared {slices:0.000} ms a step and {1e3 * shared:0.000} us a row; sent by two ranks {Sent(2):0.000} ms"));
        foreach (var rows in Sizes)
        {
            var half = (slices + (shared * rows)) / (step + (row * rows) + (2 * Steps.Bytes / bandwidth));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows,5} rows: half of the time is lost at {half:0} ranks on this machine"));
        }
    }

    private static double[] Terms(int ranks, int rows) => [1, rows, 1.0 / ranks, (double)rows / ranks];

    /// <summary>Least squares of the errors relative to the times, no coefficient below 0: one that would be is left out.</summary>
    private static double[] Fitted(IReadOnlyList<(double[] Terms, double Value, double Time)> points)
    {
        List<int> used = [.. Enumerable.Range(0, points[0].Terms.Length)];
        while (true)
        {
            var (square, right) = (new double[used.Count, used.Count], new double[used.Count]);
            foreach (var (terms, value, time) in points)
            {
                for (var i = 0; i < used.Count; i++)
                {
                    right[i] += terms[used[i]] * value / (time * time);
                    for (var j = 0; j < used.Count; j++) square[i, j] += terms[used[i]] * terms[used[j]] / (time * time);
                }
            }

            Solve(square, right);
            var lowest = Array.IndexOf(right, right.Min());
            if (right[lowest] < 0)
            {
                used.RemoveAt(lowest);
                continue;
            }

            var coefficients = new double[points[0].Terms.Length];
            for (var i = 0; i < used.Count; i++) coefficients[used[i]] = right[i];
            return coefficients;
        }
    }

    /// <summary>Gauss without pivots: the matrix is positive definite.</summary>
    private static void Solve(double[,] matrix, double[] right)
    {
        for (var k = 0; k < right.Length; k++)
        {
            for (var i = 0; i < right.Length; i++)
            {
                if (i == k) continue;
                var factor = matrix[i, k] / matrix[k, k];
                for (var j = k; j < right.Length; j++) matrix[i, j] -= factor * matrix[k, j];
                right[i] -= factor * right[k];
            }
        }

        for (var k = 0; k < right.Length; k++) right[k] /= matrix[k, k];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("latency (?<latency>[0-9.]+) us, bandwidth (?<bandwidth>[0-9.]+) GB/s", RegexOptions.NonBacktracking)]
    private static partial Regex Figures();
}
