using Minima.Reals;
using Minima.Writers;

namespace Minima.Sql;

/// <summary>A loss of several scores of a row, with its derivatives with respect to some of them, as expressions over the row.</summary>
internal interface IOutputReadings
{
    /// <summary>The value of the loss.</summary>
    Symbol Value { get; }

    /// <summary>A bound of the entries of the gradient.</summary>
    Symbol SlopeSize { get; }

    /// <summary>A bound of the entries of the second derivative.</summary>
    Symbol CurvatureSize { get; }

    /// <summary>The magnitude of the terms whose difference the gradient is.</summary>
    Symbol AbsoluteSlope { get; }

    /// <summary>The derivative with respect to a score.</summary>
    Symbol Gradient(int index);

    /// <summary>The second derivative with respect to two scores, the first not after the second.</summary>
    /// <param name="k">One score.</param>
    /// <param name="l">The other one.</param>
    /// <param name="isPositive">True to leave out negative curvature.</param>
    Symbol SecondDerivative(int k, int l, bool isPositive);
}

/// <summary>The scores of a row, and their relation to the parameters of the search.</summary>
/// <param name="Readings">The loss.</param>
/// <param name="IsFlat">For each score with derivatives: true if it does not depend on the features.</param>
/// <param name="Share">For each such score: its derivative with respect to each linear prediction of the search.</param>
/// <param name="ToScores">Computes coefficients and intercept of each score from the parameters of the search.</param>
/// <param name="Scored">Adds the scores to the rows of a shard, as a query.</param>
/// <param name="TooMany">Makes the exception for too many features or sums.</param>
internal sealed record OutputSpace(IOutputReadings Readings, bool[] IsFlat, double[][] Share, Func<double[], double[][]> ToScores, Func<SqlShard, string, double[][], string> Scored, Func<int, long, DataException> TooMany);

/// <summary>The sums of a loss of several scores over the rows of a design, with one query per step and shard.</summary>
/// <remarks>The database adds up the gradient with respect to the scores and the second derivative with respect to each pair of them. Those with respect to the parameters of the search are computed from them here. Terms are added in fixed point (<see cref="BoundedSums"/>).</remarks>
internal sealed class OutputSumsQuery : ILossSums
{
    /// <summary>The largest number of sums in a step.</summary>
    private const int MostSums = 20_000;

    private const int ValueSize = 0;

    private const int SlopeSize = 1;

    private const int CurvatureSize = 2;

    private static readonly string[] Sizes = ["abs(minima_value)", "abs(minima_slope_size)", "abs(minima_curvature_size)"];

    private readonly SourceDesign _design;
    private readonly int[] _growth;
    private readonly double _weight;
    private readonly OutputSpace _space;
    private readonly IOutputReadings _readings;
    private readonly BoundedSums _sums;

    // Parts are queried concurrently, but only one thread at a time may write to the graph of the readings.
    private readonly Lock _writing = new();

    /// <param name="shards">The shards with the rows.</param>
    /// <param name="rows">The rows, each feature between -1 and 1.</param>
    /// <param name="space">The scores.</param>
    /// <exception cref="DataException">A step would need too many sums.</exception>
    public OutputSumsQuery(IReadOnlyList<SqlShard> shards, ScaledRows rows, OutputSpace space)
    {
        (_design, _growth, _weight, _space, _readings) = (rows.Design, rows.Growth, rows.Weight, space, space.Readings);
        _sums = new(shards, rows.Count);
        var count = 2 + Scores.Sum(k => (long)Columns(k).Count()) + Pairs().Sum(pair => (long)ColumnPairs(pair.K, pair.L).Count());
        if (count > MostSums) throw space.TooMany(Features, count);
    }

    /// <summary>The exception for a step that needs too many sums.</summary>
    /// <param name="what">The scores and features.</param>
    /// <param name="count">The number of sums that a step needs.</param>
    /// <param name="remedy">What to do.</param>
    public static DataException TooMany(string what, long count, string remedy) =>
        DataException.Create(what, FormattableString.Invariant($"each step needs {count} sums of the database"), FormattableString.Invariant($"at most {MostSums} are expected"), remedy);

    private int Features => _design.Features;

    private IEnumerable<int> Scores => Enumerable.Range(0, _space.IsFlat.Length);

    public LossSums At(double[] parameters, Curvature curvature, CancellationToken cancellation)
    {
        var scores = _space.ToScores(parameters);
        foreach (var row in scores)
        {
            for (var j = 0; j < Features; j++) row[j] = Math.ScaleB(row[j], _growth[j]);
            if (!Array.TrueForAll(row, double.IsFinite)) return LossSums.Infinite;
        }

        var sums = _sums.At(shard => Read(shard, scores, []), Sizes, Terms(), (shard, bounds, terms) => Bounded(shard, scores, bounds, terms, curvature != Curvature.Exact), cancellation);
        return sums is null ? LossSums.Infinite : InSearch(sums);
    }

    private IEnumerable<(int K, int L)> Pairs() => Scores.SelectMany(k => Scores.Skip(k).Select(l => (k, l)));

    /// <summary>The indices of the design's columns that a score depends on, including the last one, which is 1.</summary>
    private IEnumerable<int> Columns(int score) => _space.IsFlat[score] ? [Features] : Enumerable.Range(0, Features + 1);

    private IEnumerable<(int I, int J)> ColumnPairs(int k, int l) => _space.IsFlat[k] || _space.IsFlat[l]
        ? Columns(k).Union(Columns(l)).Order().Select(i => (i, Features))
        : Columns(k).SelectMany(i => Columns(l).Skip(i).Select(j => (i, j)));

    /// <summary>The terms to add: the value and the size of the gradient; for each score the gradient times each column; for each pair of scores the second derivative times each pair of columns.</summary>
    private List<BoundedTerm> Terms() =>
    [
        new("minima_v", ValueSize, 0),
        new("minima_a", SlopeSize, 0),
        .. Scores.SelectMany(k => Columns(k).Select(i => new BoundedTerm(Times(Gradient(k), i), SlopeSize, Growth(i)))),
        .. Pairs().SelectMany(pair => ColumnPairs(pair.K, pair.L).Select(at => new BoundedTerm(Times(Times(Second(pair.K, pair.L), at.I), at.J), CurvatureSize, Growth(at.I) + Growth(at.J)))),
    ];

    private int Growth(int column) => column < Features ? _growth[column] : 0;

    /// <summary>A product with a column of the design, the last of which is 1.</summary>
    private string Times(string term, int column) => column < Features ? $"{term} * {DesignQuery.Feature(column)}" : term;

    private static string Gradient(int k) => FormattableString.Invariant($"minima_g{k}");

    private static string Second(int k, int l) => FormattableString.Invariant($"minima_h{k}_{l}");

    /// <summary>The rows with the value of the loss, the sizes, and further readings, as a query. Thread-safe.</summary>
    internal string Read(SqlShard shard, double[][] scores, IEnumerable<(string Name, Symbol Symbol)> more)
    {
        using var writing = _writing.EnterScope();
        var scored = _space.Scored(shard, DesignQuery.Of(_design, shard.Source, shard.Fence), scores);
        return SqlWriter.Query(
            [("minima_value", _readings.Value), ("minima_slope_size", _readings.SlopeSize), ("minima_curvature_size", _readings.CurvatureSize), .. more],
            $"({scored}) AS minima_rows",
            shard.Engine);
    }

    /// <summary>The rows with the readings of terms, times the weight, in units of fixed point.</summary>
    private string Bounded(SqlShard shard, double[][] scores, int[] bounds, IReadOnlyList<BoundedTerm> terms, bool isPositive)
    {
        using var writing = _writing.EnterScope();
        var wanted = terms.Select(term => term.Text.Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
        var readings = new List<(string Name, Symbol Symbol, string Column, int Size)> { ("minima_v", _readings.Value, "minima_value", ValueSize) };
        if (wanted.Contains("minima_a")) Add("minima_a", _readings.AbsoluteSlope, SlopeSize);
        foreach (var k in Scores.Where(k => wanted.Contains(Gradient(k)))) Add(Gradient(k), _readings.Gradient(k), SlopeSize);
        foreach (var (k, l) in Pairs().Where(pair => wanted.Contains(Second(pair.K, pair.L)))) Add(Second(k, l), _readings.SecondDerivative(k, l, isPositive), CurvatureSize);

        var weight = _design.Weight is null ? "" : " * minima_w";
        var columns = string.Join(", ", readings.Select(reading => $"{BoundedSums.Held(reading.Column, bounds[reading.Size], weight)} AS {reading.Name}"));
        return $"SELECT *, {columns} FROM ({Read(shard, scores, readings.Skip(1).Select(reading => (reading.Column, reading.Symbol)))}) AS minima_scaled{shard.Fence}";

        void Add(string name, Symbol symbol, int size) => readings.Add((name, symbol, $"{name}_read", size));
    }

    /// <summary>The derivatives with respect to the parameters of the search.</summary>
    private LossSums InSearch(double[] sums)
    {
        var (count, columns) = (_space.Share[0].Length, Features + 1);
        var width = count * columns;
        var (slopes, curvatures) = (new double[width], new double[width * width]);
        var at = 2;
        foreach (var k in Scores)
        {
            foreach (var i in Columns(k))
            {
                var mean = Mean(at++);
                for (var a = 0; a < count; a++) slopes[(a * columns) + i] += _space.Share[k][a] * mean;
            }
        }

        foreach (var (k, l) in Pairs())
        {
            foreach (var (i, j) in ColumnPairs(k, l)) Spread(_space.Share[k], _space.Share[l], k == l, i, j, Mean(at++));
        }

        return new(Mean(0), Mean(1), slopes, curvatures);

        double Mean(int index) => sums[index] / _weight;

        // A sum counts for both orders of the scores and of the columns.
        void Spread(double[] k, double[] l, bool isSame, int i, int j, double mean)
        {
            for (var a = 0; a < count; a++)
            {
                for (var b = 0; b < count; b++)
                {
                    var entry = mean * (isSame ? k[a] * k[b] : (k[a] * l[b]) + (l[a] * k[b]));
                    curvatures[(((a * columns) + i) * width) + (b * columns) + j] += entry;
                    if (i != j) curvatures[(((a * columns) + j) * width) + (b * columns) + i] += entry;
                }
            }
        }
    }
}
