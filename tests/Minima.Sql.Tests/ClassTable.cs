using System.Globalization;

namespace Minima.Sql.Tests;

/// <summary>A seeded table of flowers whose species overlap: numbers, texts with gaps, a column that depends on two others, weights, and the species as a text and as a number.</summary>
internal static class ClassTable
{
    private static readonly string[] Species = ["setosa", "it's \"versicolor\"", "virginica", "sibirica"];

    private static readonly string[] Soils = ["clay", "sand", "loam"];

    /// <summary>Writes it as CSV, and returns the path.</summary>
    public static string Write(string path, int rows, int classes = 3, int seed = 3)
    {
        var random = new Random(seed);
        var lines = new List<string> { "length,width,sum,soil,w,species,code" };
        for (var i = 0; i < rows; i++)
        {
            var (kind, soil) = (random.Next(classes), random.Next(7) == 0 ? "" : Soils[random.Next(3)]);
            var (length, width) = (kind + (3 * random.NextDouble()), 20 - (5 * kind % 3) + (30 * random.NextDouble()));
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{length:r},{width:r},{length + width:r},{soil},{random.Next(4)},\"{Species[kind].Replace("\"", "\"\"", StringComparison.Ordinal)}\",{kind * 2}"));
        }

        File.WriteAllLines(path, lines);
        return path;
    }
}
