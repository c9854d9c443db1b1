namespace Minima.Analysis;

/// <summary>Rows on which to test statements: a fixed sequence for each seed.</summary>
internal sealed class RowSamples(RowFunction function, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A number of a domain: normally distributed if the domain is real, otherwise spread over the interval and towards its finite ends.</summary>
    public static double Draw(Domain domain, Random random, double spread)
    {
        var u = random.NextDouble();
        var near = Math.Pow(10, -6 * random.NextDouble());
        return (double.IsFinite(domain.Low), double.IsFinite(domain.High)) switch
        {
            (true, true) => domain.Low + (domain.High - domain.Low) * (random.Next(4) switch { 0 => u * near, 1 => 1 - u * near, _ => u }),
            (true, false) => domain.Low + spread * u * (random.Next(3) == 0 ? near : 1),
            (false, true) => domain.High - spread * u * (random.Next(3) == 0 ? near : 1),
            _ => spread * Normal(random),
        };
    }

    public double[] Prediction(double spread) => [.. Enumerable.Range(0, function.Classes).Select(_ => Draw(function.PredictionDomain, _random, spread))];

    /// <summary>A direction of length about 1.</summary>
    public double[] Direction() => [.. Enumerable.Range(0, function.Classes).Select(_ => Normal(_random))];

    /// <summary>A number from 0 to 1.</summary>
    public double Share() => _random.NextDouble();

    /// <summary>A number on either side of 0.</summary>
    public double Number(double spread) => spread * Normal(_random);

    /// <summary>A label or a target row: a distribution if elements are in [0, 1] and one label applies, otherwise elements of the domain.</summary>
    public RowTarget Target() => function.TakesLabels ? new(_random.Next(function.Classes), []) : new(-1, TargetRow());

    public double[] TargetRow()
    {
        var domain = function.Loss.DomainOf(1);
        var row = Enumerable.Range(0, function.Classes).Select(_ => domain.IsReal ? Normal(_random) : _random.NextDouble()).ToArray();
        return domain == Domain.Unit && function.Loss.Entry.Family != LossFamily.MultiLabel ? Normalised(row)
            : double.IsPositiveInfinity(domain.High) && !domain.IsReal ? Array.ConvertAll(row, x => domain.Low + 3 * x)
            : double.IsNegativeInfinity(domain.Low) && !domain.IsReal ? Array.ConvertAll(row, x => domain.High - 3 * x)
            : row;
    }

    /// <summary>A distribution over the classes in which no probability is nearly 0.</summary>
    public double[] Shares() => Normalised([.. Enumerable.Range(0, function.Classes).Select(_ => 0.2 + _random.NextDouble())]);

    public static double[] Normalised(double[] row)
    {
        var sum = row.Sum();
        return Array.ConvertAll(row, x => x / sum);
    }

    /// <summary>The row normalised to log-probabilities: minus its log-sum-exp.</summary>
    public static double[] LogNormalised(double[] row)
    {
        var largest = row.Max();
        var shift = largest + Math.Log(row.Sum(x => Math.Exp(x - largest)));
        return Array.ConvertAll(row, x => x - shift);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
