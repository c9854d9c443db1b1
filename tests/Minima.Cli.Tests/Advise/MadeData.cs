using System.Globalization;
using Minima.Tabular;

namespace Minima.Cli.Tests.Advise;

/// <summary>Data made to have a property, or none: two features, a target, and a seed that makes them the same again.</summary>
internal sealed class MadeData
{
    private readonly RandomState _random;
    private double? _spare;

    public MadeData(int seed, int rows = 400)
    {
        _random = new RandomState((ulong)(1000 + seed));
        First = [.. Enumerable.Range(0, rows).Select(_ => Normal())];
        Second = [.. Enumerable.Range(0, rows).Select(_ => Normal())];
        Target = new double[rows];
    }

    public double[] First { get; }

    public double[] Second { get; }

    public double[] Target { get; }

    /// <summary>The words of the target, where it is one of texts.</summary>
    public string[]? Words { get; set; }

    public int Rows => Target.Length;

    public double Uniform() => _random.NextDouble();

    public int Whole(int bound) => _random.NextInt(bound);

    /// <summary>A standard normal number, by the polar method.</summary>
    public double Normal()
    {
        if (_spare is { } kept)
        {
            _spare = null;
            return kept;
        }

        double x, y, s;
        do
        {
            (x, y) = (2 * Uniform() - 1, 2 * Uniform() - 1);
            s = x * x + y * y;
        }
        while (s is >= 1 or 0);

        var scale = Math.Sqrt(-2 * Math.Log(s) / s);
        _spare = y * scale;
        return x * scale;
    }

    public double Student(int freedom) => Normal() / Math.Sqrt(Enumerable.Range(0, freedom).Sum(_ => Math.Pow(Normal(), 2)) / freedom);

    /// <summary>A Poisson count, by multiplication (Knuth).</summary>
    public int Poisson(double mean)
    {
        var (bound, product, count) = (Math.Exp(-mean), Uniform(), 0);
        while (product > bound)
        {
            product *= Uniform();
            count++;
        }

        return count;
    }

    /// <summary>The sum of so many exponential numbers, with mean 1.</summary>
    public double Gamma(int shape) => Enumerable.Range(0, shape).Sum(_ => -Math.Log(1 - Uniform())) / shape;

    public MadeData Fill(Func<int, double> target)
    {
        for (var i = 0; i < Rows; i++)
        {
            Target[i] = target(i);
        }

        return this;
    }

    /// <summary>A linear model with normal errors, well above 0.</summary>
    public static MadeData CleanNumbers(int seed, int rows = 400)
    {
        var data = new MadeData(seed, rows);
        return data.Fill(i => 40 + 2 * data.First[i] - data.Second[i] + 1.5 * data.Normal());
    }

    public static MadeData CleanCounts(int seed)
    {
        var data = new MadeData(seed);
        return data.Fill(i => data.Poisson(Math.Exp(0.6 + 0.4 * data.First[i])));
    }

    public static MadeData CleanClasses(int seed, int rows = 800)
    {
        var data = new MadeData(seed, rows);
        return data.Fill(i => data.Uniform() < 1 / (1 + Math.Exp(-2 * data.First[i] + data.Second[i])) ? 1 : 0);
    }

    /// <summary>Five classes around places that no line orders as their numbers do.</summary>
    public static MadeData NamesOfClasses(int seed)
    {
        var data = new MadeData(seed, 500);
        (double X, double Y)[] places = [(0, 2), (1.9, -1.6), (-1.2, -1.6), (1.2, 1.6), (-1.9, 0.6)];
        int[] order = [0, 1, 2, 3, 4];
        data._random.Shuffle(order);
        return data.Fill(i =>
        {
            var c = data.Whole(5);
            (data.First[i], data.Second[i]) = (places[order[c]].X + data.Normal(), places[order[c]].Y + data.Normal());
            return c + 1;
        });
    }

    public AdviceContext Context(AdviceOptions? options = null)
    {
        var data = Data();
        options ??= new();
        return new AdviceContext(data, AdviceTarget.Of(data.Target, options, "made"), options);
    }

    public AdviceData Data() => AdviceData.Of(
        "made",
        Rows,
        "y",
        [("a", Texts(First)), ("b", Texts(Second)), ("y", Words ?? Texts(Target))],
        [.. Enumerable.Range(2, Rows)]);

    /// <summary>A file of the data.</summary>
    public void Write(string path)
    {
        using var writer = new StreamWriter(path);
        writer.WriteLine("a,b,y");
        var (a, b, y) = (Texts(First), Texts(Second), Words ?? Texts(Target));
        for (var i = 0; i < Rows; i++)
        {
            writer.WriteLine($"{a[i]},{b[i]},{y[i]}");
        }
    }

    private static string[] Texts(double[] numbers) => [.. numbers.Select(x => Math.Round(x, 6).ToString(CultureInfo.InvariantCulture))];
}
