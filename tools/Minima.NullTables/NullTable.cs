using Minima.Tabular;

namespace Minima.NullTables;

/// <summary>A kind of table on which no loss is better than the default for what is wanted, or no model than a constant.</summary>
/// <param name="Name">What the table of results calls it.</param>
/// <param name="Task">The task that is compared.</param>
/// <param name="DefaultIsTrue">The default is the maximum likelihood of the generator; elsewhere the columns say nothing.</param>
/// <param name="Target">A target from a linear predictor, which is 0 where the columns say nothing.</param>
internal sealed record NullTable(string Name, PredictionTask Task, bool DefaultIsTrue, Func<RandomState, double, double> Target)
{
    private const int Columns = 4;

    /// <summary>So many rows, where it takes more than the usual ones; 0 for those.</summary>
    public int Rows { get; init; }

    public static IReadOnlyList<NullTable> All { get; } =
    [
        new("normal, columns say nothing", PredictionTask.Regression, false, (random, _) => Normal(random)),
        new("Student t with 3 degrees, columns say nothing", PredictionTask.Regression, false, (random, _) => StudentT(random)),
        new("line with normal errors", PredictionTask.Regression, true, (random, line) => line + Normal(random)),
        new("line with normal errors of R2 0.9999", PredictionTask.Regression, true, (random, line) => line + (0.01 * Normal(random))),
        new("log-normal amounts, columns say nothing", PredictionTask.Positive, false, (random, _) => Math.Exp(Normal(random))),
        new("exponential amounts with a log link", PredictionTask.Positive, true, (random, line) => -Math.Exp(0.5 * line) * Math.Log(1 - random.NextDouble())),
        new("Poisson counts with a log link", PredictionTask.Count, true, (random, line) => Poisson(random, Math.Exp(0.7 + (0.4 * line)))),
        new("two classes, logistic", PredictionTask.Binary, true, (random, line) => random.NextDouble() < 1 / (1 + Math.Exp(-line)) ? 1 : 0),
        new("two classes, 20 of 1000 positive, columns say nothing", PredictionTask.Binary, false, (random, _) => random.NextDouble() < 0.02 ? 1 : 0) { Rows = 1000 },
        new("two classes, 20 of 1000 positive, logistic", PredictionTask.Binary, true, (random, line) => random.NextDouble() < 1 / (1 + Math.Exp(4.4 - line)) ? 1 : 0) { Rows = 1000 },
    ];

    public ComparisonData Draw(RandomState random, int rows)
    {
        var columns = Enumerable.Range(0, Columns).Select(_ => Enumerable.Range(0, rows).Select(_ => Normal(random)).ToArray()).ToArray();
        var target = Enumerable.Range(0, rows).Select(i => Target(random, (0.8 * columns[0][i]) - (0.6 * columns[1][i]))).ToArray();
        var binary = Task == PredictionTask.Binary;
        return new ComparisonData
        {
            Name = "null",
            Columns = [.. columns.Select((column, j) => TableColumn.OfNumbers($"x{j}", column))],
            Task = new TaskChoice(Task, false, Localized.Nothing, []),
            Targets = [new TargetColumn("y", target, binary ? TargetKind.Binary : TargetKind.Regression, binary ? ["0", "1"] : [])],
            Used = [.. Enumerable.Range(0, rows)],
            TestFrom = rows,
            Lines = [.. Enumerable.Range(2, rows)],
            Notes = [],
        };
    }

    private static double Normal(RandomState random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double StudentT(RandomState random)
    {
        var squares = 0.0;
        for (var k = 0; k < 3; k++) squares += Math.Pow(Normal(random), 2);
        return Normal(random) / Math.Sqrt(squares / 3);
    }

    private static double Poisson(RandomState random, double mean)
    {
        var (count, product) = (0, random.NextDouble());
        for (var limit = Math.Exp(-mean); product > limit; product *= random.NextDouble()) count++;
        return count;
    }
}
