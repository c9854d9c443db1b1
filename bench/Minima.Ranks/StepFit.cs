using System.Globalization;
using System.Text.RegularExpressions;

namespace Minima.Ranks;

/// <summary>
/// The formula of a step, fitted to measured steps: T(R, n) = s + u n + c n / R + [R > 1] (2 log2(R) latency + 2 (1 - 1/R) bytes / bandwidth) for n rows on R ranks. s is what a step takes whatever its rows (the
/// update of the parameters), u what every rank does for each row of the batch (reading it), c what the ranks share. Latency and bandwidth are those of messages, measured apart.
/// </summary>
internal static partial class StepFit
{
    private const int Rounds = 3;

    private static readonly int[] Sizes = [256, 512, 1024, 2048, 4096];

    /// <summary>Measures, fits by least squares of relative errors, and prints.</summary>
    /// <param name="measure">The least time of a step in milliseconds on some ranks with some rows.</param>
    /// <param name="messages">What the measurement of messages printed.</param>
    public static void Print(Func<int, int, double> measure, string messages)
    {
        Console.Write(messages);
        var found = Figures().Match(messages);
        var (latency, bandwidth) = (Number(found.Groups["latency"].Value) * 1e-3, Number(found.Groups["bandwidth"].Value) * 1e6);
        var sent = (2 * latency) + (Steps.Bytes / bandwidth);
        var points = new List<(int Ranks, int Rows, double Time)>();
        foreach (var rows in Sizes)
        {
            // In turns: what else the machine does meets both alike.
            double[] least = [double.PositiveInfinity, double.PositiveInfinity];
            for (var round = 0; round < Rounds; round++)
            {
                for (var ranks = 1; ranks <= 2; ranks++) least[ranks - 1] = Math.Min(least[ranks - 1], measure(ranks, rows));
            }

            for (var ranks = 1; ranks <= 2; ranks++) points.Add((ranks, rows, least[ranks - 1]));
        }

        var coefficients = Fitted([.. points.Select(point => (Terms(point.Ranks, point.Rows), point.Time - (point.Ranks > 1 ? sent : 0), point.Time))]);
        Console.WriteLine("ranks  rows  measured ms  formula ms  difference");
        foreach (var (ranks, rows, time) in points)
        {
            var formula = Terms(ranks, rows).Zip(coefficients, (term, value) => term * value).Sum() + (ranks > 1 ? sent : 0);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ranks,5}  {rows,4}  {time,11:0.00}  {formula,10:0.00}  {(formula / time) - 1,10:+0.0%;-0.0%}"));
        }

        var (step, read, shared) = (coefficients[0], coefficients[1], coefficients[2]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a step: {step:0.000} ms, of every rank {1e3 * read:0.000} us a row, shared {1e3 * shared:0.000} us a row, sent by two ranks {sent:0.000} ms"));
        foreach (var rows in Sizes)
        {
            var half = shared * rows / (step + (read * rows) + (2 * Steps.Bytes / bandwidth));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows,5} rows: half of the time is lost at {half:0} ranks on this machine"));
        }
    }

    private static double[] Terms(int ranks, int rows) => [1, rows, (double)rows / ranks];

    /// <summary>Least squares of the errors relative to the times, no coefficient below 0: one that would be is left out.</summary>
    private static double[] Fitted(IReadOnlyList<(double[] Terms, double Value, double Time)> points)
    {
        List<int> used = [0, 1, 2];
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

            var coefficients = new double[3];
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
