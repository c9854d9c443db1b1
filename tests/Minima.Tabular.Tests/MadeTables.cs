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
    public static Table Classes(int rows, int seed) => Table.FromColumns(ClassColumns(rows, seed), "answer");

    /// <param name="rows">Rows.</param>
    /// <param name="seed">Decides them.</param>
    /// <param name="rarity">How much rarer "yes" is than "no", as a shift of its logit.</param>
    public static Column[] ClassColumns(int rows, int seed, double rarity = 0)
    {
        var random = new Random(seed);
        var (x, y) = (new double[rows], new string?[rows]);
        for (var i = 0; i < rows; i++)
        {
            x[i] = (random.NextDouble() * 4) - 2;
            y[i] = random.NextDouble() < 1 / (1 + Math.Exp((-2 * x[i]) + rarity)) ? "yes" : "no";
        }

        return [new("x", x), new("answer", y)];
    }

    /// <summary>Grades 1 to 5 that grow with a.</summary>
    public static Table Grades(int rows, int seed, TableOptions? options = null)
    {
        var (a, b, grade) = GradeColumns(rows, seed);
        return Table.FromColumns([new("a", a), new("b", b), new("grade", grade)], "grade", options);
    }

    /// <summary>The numbers of <see cref="Grades"/>.</summary>
    public static (double[] A, double[] B, double[] Grade) GradeColumns(int rows, int seed)
    {
        var random = new Random(seed);
        var (a, b, grade) = (new double[rows], new double[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            (a[i], b[i]) = (random.NextDouble() * 4, random.NextDouble());
            grade[i] = Math.Clamp(Math.Round(1 + a[i] + random.NextDouble() - 0.5), 1, 5);
        }

        return (a, b, grade);
    }

    /// <summary>Times exp(1 + a / 2 + noise), some of them cut: "seen" and "cut" say which, and one of the two is left out.</summary>
    public static Table Times(int rows, int seed, string ignored)
    {
        var random = new Random(seed);
        var (a, seen, cut, days) = (new double[rows], new double[rows], new double[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            a[i] = (random.NextDouble() * 4) - 2;
            var (time, limit) = (Math.Exp(1 + (a[i] / 2) + random.NextDouble() - 0.5), 12 * random.NextDouble());
            (days[i], seen[i]) = (Math.Min(time, limit), time <= limit ? 1 : 0);
            cut[i] = 1 - seen[i];
        }

        return Table.FromColumns([new("a", a), new("seen", seen), new("cut", cut), new("days", days)], "days", new TableOptions { Ignore = [ignored] });
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

    /// <summary>Times of a Weibull hazard of shape 1.5, proportional to e^(1.2 age - 0.8 drug), censored at uniform times.</summary>
    public static Table Lifetimes(int rows, int seed, double unit = 1) => Table.FromColumns(LifetimeColumns(rows, seed, unit), "days", new() { Event = "died" });

    public static Column[] LifetimeColumns(int rows, int seed, double unit = 1, Action<double[], double[]>? spoil = null)
    {
        var random = new Random(seed);
        var (age, drug, days, died) = (new double[rows], new double[rows], new double[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            (age[i], drug[i]) = ((random.NextDouble() * 2) - 1, random.Next(2));
            var (time, end) = (30 * Math.Pow(-Math.Log(1 - random.NextDouble()) / Math.Exp((1.2 * age[i]) - (0.8 * drug[i])), 1 / 1.5), 80 * random.NextDouble());
            (days[i], died[i]) = (unit * Math.Min(time, end), time <= end ? 1 : 0);
        }

        spoil?.Invoke(days, died);
        return [new("age", age), new("drug", drug), new("days", days), new("died", died)];
    }

    /// <summary>The chance to outlive a time of <see cref="Lifetimes"/>.</summary>
    public static double Survival(double age, double drug, double time) => Math.Exp(-Math.Pow(time / 30, 1.5) * Math.Exp((1.2 * age) - (0.8 * drug)));

    /// <summary>Queries of 4 to 15 rows: "match" is shifted by as much for all rows of a query, and what is left of it decides the relevance.</summary>
    public static Table Queries(int queries, int seed)
    {
        var random = new Random(seed);
        var (match, price, relevance, query) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var q = 0; q < queries; q++)
        {
            var shift = 10 * random.NextDouble();
            for (var rows = 4 + random.Next(12); rows > 0; rows--)
            {
                var (u, v) = ((random.NextDouble() * 2) - 1, random.NextDouble());
                match.Add(u + shift);
                price.Add(v);
                relevance.Add(Math.Clamp(Math.Floor((1.5 * u) + v + (1.5 * random.NextDouble()) + 0.5), 0, 4));
                query.Add(q);
            }
        }

        return Table.FromColumns([new("match", match.ToArray()), new("price", price.ToArray()), new("relevance", relevance.ToArray()), new("q", query.ToArray())], "relevance", new() { Query = "q" });
    }
}
