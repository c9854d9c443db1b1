using System.Text.Json;
using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>Numbers for scenes: all of them follow from formulas, so that every run draws the same.</summary>
internal static class Made
{
    private const double Golden = 0.6180339887498949;

    /// <summary>Numbers, rows or labels as JSON.</summary>
    public static JsonNode Json(object numbers) => JsonSerializer.SerializeToNode(numbers)!;

    /// <summary>One row of numbers as an array of rows.</summary>
    public static JsonNode Row(params double[] numbers) => Json(new[] { numbers });

    public static JsonNode List(params double[] numbers) => Json(numbers);

    public static JsonNode Labels(params int[] labels) => Json(labels);

    /// <summary>Some numbers.</summary>
    public static double[] Some(int count, Func<int, double> of) => [.. Enumerable.Range(0, count).Select(of)];

    /// <summary>Rows of numbers.</summary>
    public static double[][] Rows(int rows, int columns, Func<int, int, double> of) => [.. Enumerable.Range(0, rows).Select(i => Some(columns, j => of(i, j)))];

    /// <summary>Noise from -1 to 1 that looks like chance and is none.</summary>
    public static double Noise(int i) => (2 * (((i + 1) * Golden * (1 + (0.37 * (i % 7)))) % 1)) - 1;

    /// <summary>A point of a circle, by its angle in degrees.</summary>
    public static double[] Turned(double degrees, double radius = 1)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        return [radius * cosine, radius * sine];
    }

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static double Logit(double p) => Math.Log(p / (1 - p));

    public static double[] Softmax(double[] scores)
    {
        var powers = Array.ConvertAll(scores, x => Math.Exp(x - scores.Max()));
        return Array.ConvertAll(powers, x => x / powers.Sum());
    }
}
