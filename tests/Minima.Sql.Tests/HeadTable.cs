using System.Globalization;

namespace Minima.Sql.Tests;

/// <summary>A seeded table whose targets scatter more the larger a feature is: numbers, texts, weights, and as targets a number, an amount above 0 and a count with too many zeros.</summary>
internal static class HeadTable
{
    private static readonly string[] Kinds = ["u", "v", "w"];

    /// <summary>Writes it as CSV, and returns the path.</summary>
    public static string Write(string path, int rows = 400, int seed = 5)
    {
        var random = new Random(seed);
        var lines = new List<string> { "a,b,kind,w,number,amount,count" };
        for (var i = 0; i < rows; i++)
        {
            var (a, b, kind) = (Normal(), Normal(), random.Next(3));
            var mean = Math.Exp(1 + (0.3 * a) - (0.2 * b));
            var amount = mean * (Exponential() + Exponential()) / 2;
            var number = 1 + a - (0.5 * b) + kind + (Normal() * Math.Exp((0.3 * a) - (0.2 * b)));
            var count = random.NextDouble() < 1 / (1 + Math.Exp(1 - (0.8 * a))) ? 0 : Poisson(amount);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{a:r},{b:r},{Kinds[kind]},{random.Next(4)},{number:r},{amount:r},{count}"));
        }

        File.WriteAllLines(path, lines);
        return path;

        double Normal() => Math.Sqrt(2 * Exponential()) * Math.Cos(2 * Math.PI * random.NextDouble());

        double Exponential() => -Math.Log(1 - random.NextDouble());

        int Poisson(double rate)
        {
            var (count, product) = (0, random.NextDouble());
            for (; product > Math.Exp(-rate); count++) product *= random.NextDouble();
            return count;
        }
    }

    /// <summary>The columns that are no features of a fit of a target.</summary>
    public static string[] Others(string target, string? weight) => [.. new[] { "w", "number", "amount", "count" }.Where(name => name != target && name != weight)];
}
