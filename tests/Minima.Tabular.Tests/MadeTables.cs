namespace Minima.Tabular.Tests;

/// <summary>Tables that a seed decides.</summary>
internal static class MadeTables
{
    /// <summary>price = 3 area - 2 age + 10, and noise; a town of three, and missing ages.</summary>
    public static Table Flats(int rows, int seed, double noise = 1, TableOptions? options = null) => Table.FromColumns(Columns(rows, seed, noise), "price", options);

    public static Column[] Columns(int rows, int seed, double noise = 1)
    {
        var random = new Random(seed);
        var (area, age, town, price) = (new double[rows], new double[rows], new string?[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            (area[i], age[i], town[i]) = (random.NextDouble() * 10, random.NextDouble() * 5, ((string[])["north", "south, east", "west \"old\""])[random.Next(3)]);
            price[i] = (3 * area[i]) - (2 * age[i]) + 10 + (noise * (random.NextDouble() - 0.5));
        }

        return [new("area", area), new("age", age), new("town", town), new("price", price)];
    }

    /// <summary>Two classes whose chance depends on x.</summary>
    public static Table Classes(int rows, int seed)
    {
        var random = new Random(seed);
        var (x, y) = (new double[rows], new string?[rows]);
        for (var i = 0; i < rows; i++)
        {
            x[i] = (random.NextDouble() * 4) - 2;
            y[i] = random.NextDouble() < 1 / (1 + Math.Exp(-2 * x[i])) ? "yes" : "no";
        }

        return Table.FromColumns([new("x", x), new("answer", y)], "answer");
    }

    /// <summary>Remembers what it heard, on the thread that says it.</summary>
    public sealed class Heard<T>(Action<T>? then = null) : IProgress<T>
    {
        public List<T> All { get; } = [];

        public void Report(T value)
        {
            All.Add(value);
            then?.Invoke(value);
        }
    }
}
