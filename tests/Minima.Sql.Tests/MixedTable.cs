using System.Globalization;

namespace Minima.Sql.Tests;

/// <summary>A seeded table of texts, numbers, dates and missing values.</summary>
internal static class MixedTable
{
    private static readonly string[] Shops = ["north", "south", "it's \"east\"", "west"];

    /// <summary>Writes it as CSV, and returns the path.</summary>
    public static string Write(string path, int rows, int seed)
    {
        var random = new Random(seed);
        var lines = new List<string> { "shop,size,paid,day,y" };
        for (var i = 0; i < rows; i++)
        {
            var (shop, size) = (random.Next(4), random.NextDouble() * 10);
            var day = new DateTime(2024, 1, 1).AddDays(random.Next(700));
            var name = random.Next(20) == 0 ? "" : $"\"{Shops[shop].Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            var width = random.Next(15) == 0 ? "NA" : size.ToString("r", CultureInfo.InvariantCulture);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{name},{width},{(random.Next(2) == 0 ? "yes" : "no")},{day:yyyy-MM-dd},{(3 * shop) + size + (0.01 * day.DayOfYear) + random.NextDouble():r}"));
        }

        File.WriteAllLines(path, lines);
        return path;
    }
}
