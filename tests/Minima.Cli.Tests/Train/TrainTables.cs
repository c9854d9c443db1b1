using System.Globalization;
using System.Text;
using Minima.Cli.Tests.Compare;

namespace Minima.Cli.Tests.Train;

/// <summary>Small seeded tables with something to learn in each column.</summary>
internal static class TrainTables
{
    /// <summary>a and b make numbers (y, large and shifted; z, small), two classes (yes, no), three (kind), two labels (l, m), grades (1 to 4) and counts.</summary>
    public static string All(int rows, ulong seed = 1)
    {
        var random = new RandomState(seed);
        var text = new StringBuilder("a,b,colour,y,z,answer,kind,l,m,grade,count,w\n");
        for (var i = 0; i < rows; i++)
        {
            var (a, b) = ((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1);
            string[] colours = ["red", "green", "blue"];
            var colour = random.NextInt(3);
            var noise = random.NextDouble() - 0.5;
            var y = 5000 + (1000 * ((2 * a) - b + (0.5 * colour))) + (50 * noise);
            var z = (0.002 * a * b) + (0.0001 * noise);
            var kind = a + noise > 0.4 ? "up" : a + noise < -0.4 ? "down" : "flat";
            var grade = Math.Clamp((int)Math.Round(2.5 + (2 * a) + noise), 1, 4);
            var count = (int)Math.Floor(-Math.Log(1 - random.NextDouble()) * Math.Exp(a));
            text.Append(CultureInfo.InvariantCulture, $"{a:R},{b:R},{colours[colour]},{y:0.0000},{z:0.0000000},{(a + b + noise > 0 ? "yes" : "no")},{kind},{(a > 0 ? 1 : 0)},{(a * b > 0 ? 1 : 0)},{grade},{count},{1 + (i % 3)}\n");
        }

        return text.ToString();
    }

    /// <summary>Normal noise whose deviation is <see cref="Deviation"/> of the first column; the mean follows the second.</summary>
    public static string Heteroscedastic(int rows, ulong seed)
    {
        var random = new RandomState(seed);
        var text = new StringBuilder("a,b,y,z\n");
        for (var i = 0; i < rows; i++)
        {
            var (a, b) = ((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1);
            text.Append(CultureInfo.InvariantCulture, $"{a:R},{b:R},{100 + (20 * b) + (Deviation(a) * random.NextNormal()):R},{a - b + (0.1 * random.NextNormal()):R}\n");
        }

        return text.ToString();
    }

    public static double Deviation(double a) => 3 * Math.Exp(1.2 * a);

    /// <summary>Writes a table and gives its path.</summary>
    public static string Write(TemporaryFolder folder, string name, string text) => folder.Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>All columns but these: what --ignore takes to leave a and b.</summary>
    public static string But(params string[] kept) => string.Join(',', new[] { "colour", "y", "z", "answer", "kind", "l", "m", "grade", "count", "w" }.Except(kept, StringComparer.Ordinal));
}
