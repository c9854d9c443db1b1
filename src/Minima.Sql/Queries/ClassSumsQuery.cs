using Minima.Reals;
using Minima.Writers;

namespace Minima.Sql;

/// <summary>The sums of a loss over classes over the rows of a design, one query a step to each shard.</summary>
/// <remarks>
/// The database adds up the gradient by the scores of all classes but the last, and the second derivative by each two of them: over the classes both sum to 0, so that these say all, and the contrasts are made of
/// them here. Terms are added in fixed point (<see cref="BoundedSums"/>).
/// </remarks>
internal sealed class ClassSumsQuery : ILossSums
{
    /// <summary>A step asks for at most so many sums.</summary>
    private const int MostSums = 20_000;

    private const int ValueSize = 0;

    private const int SlopeSize = 1;

    private const int CurvatureSize = 2;

    private static readonly string[] Sizes = ["abs(minima_value)", "abs(minima_slope_size)", "abs(minima_curvature_size)"];

    private readonly SourceDesign _design;
    private readonly int[] _growth;
    private readonly double _weight;
    private readonly ClassReadings _readings;
    private readonly Contrasts _contrasts;
    private readonly BoundedSums _sums;
    private readonly double[] _differences;

    /// <param name="shards">Where the rows are.</param>
    /// <param name="rows">The rows, each feature between -1 and 1.</param>
    /// <param name="readings">The loss.</param>
    /// <param name="contrasts">The coordinates of the sums.</param>
    /// <exception cref="DataException">A step would ask for too many sums.</exception>
    public ClassSumsQuery(IReadOnlyList<SqlShard> shards, ScaledRows rows, ClassReadings readings, Contrasts contrasts)
    {
        (_design, _growth, _weight, _readings, _contrasts) = (rows.Design, rows.Growth, rows.Weight, readings, contrasts);
        _sums = new(shards, rows.Count);
        Free = contrasts.Classes - 1;
        _differences = [.. Enumerable.Range(0, Free).SelectMany(k => Enumerable.Range(0, contrasts.Count).Select(a => contrasts[k, a] - contrasts[Free, a]))];
        var columns = Features + 1L;
        var count = 2 + (Free * columns) + (Free * (Free + 1L) / 2 * (columns * (columns + 1) / 2));
        if (count > MostSums)
        {
            throw DataException.Create(
                FormattableString.Invariant($"fit: {contrasts.Classes} classes and {Features} features"), FormattableString.Invariant($"each step needs {count} sums of the database"), FormattableString.Invariant($"at most {MostSums} are expected"), "Leave columns out with --ignore, group the classes, or read the rows from a file.");
        }
    }

    /// <summary>The number of classes that sums are asked of.</summary>
    private int Free { get; }

    private int Features => _design.Features;

    public LossSums At(double[] parameters, Curvature curvature, CancellationToken cancellation)
    {
        var classes = _contrasts.ToClasses(parameters);
        foreach (var row in classes)
        {
            for (var j = 0; j < Features; j++) row[j] = Math.ScaleB(row[j], _growth[j]);
            if (!Array.TrueForAll(row, double.IsFinite)) return LossSums.Infinite;
        }

        var sums = _sums.At(shard => Read(shard, classes, []), Sizes, Terms(), (shard, bounds, terms) => Bounded(shard, classes, bounds, terms, curvature != Curvature.Exact), cancellation);
        return sums is null ? LossSums.Infinite : InContrasts(sums);
    }

    /// <summary>The terms that are added: the value, the size of the gradient; for each class the gradient times each feature and alone; for each two the second derivative times each two features, times each one and alone.</summary>
    private List<BoundedTerm> Terms()
    {
        var terms = new List<BoundedTerm> { new("minima_v", ValueSize, 0), new("minima_a", SlopeSize, 0) };
        for (var k = 0; k < Free; k++)
        {
            for (var i = 0; i <= Features; i++) terms.Add(new(Times(Gradient(k), i), SlopeSize, Growth(i)));
        }

        for (var k = 0; k < Free; k++)
        {
            for (var l = k; l < Free; l++)
            {
                for (var i = 0; i <= Features; i++)
                {
                    for (var j = i; j <= Features; j++) terms.Add(new(Times(Times(Second(k, l), i), j), CurvatureSize, Growth(i) + Growth(j)));
                }
            }
        }

        return terms;
    }

    private int Growth(int column) => column < Features ? _growth[column] : 0;

    /// <summary>A product with a column of the design, the last of which is 1.</summary>
    private string Times(string term, int column) => column < Features ? $"{term} * {DesignQuery.Feature(column)}" : term;

    private static string Gradient(int k) => FormattableString.Invariant($"minima_g{k}");

    private static string Second(int k, int l) => FormattableString.Invariant($"minima_h{k}_{l}");

    /// <summary>The rows with the value of the loss, the sizes, and further readings.</summary>
    private string Read(SqlShard shard, double[][] classes, IEnumerable<(string Name, Symbol Symbol)> more)
    {
        var scored = ClassScoresQuery.Of(DesignQuery.Of(_design, shard.Source, shard.Fence), [.. classes.Select(row => row[..^1])], [.. classes.Select(row => row[^1])], shard.Fence);
        return SqlWriter.Query(
            [("minima_value", _readings.Value), ("minima_slope_size", _readings.SlopeSize), ("minima_curvature_size", _readings.CurvatureSize), .. more],
            $"({ClassReadings.WithLabels(scored, classes.Length, shard.Fence)}) AS minima_rows",
            shard.Engine);
    }

    /// <summary>The rows with the readings of some terms, times the weight, in units of fixed point.</summary>
    private string Bounded(SqlShard shard, double[][] classes, int[] bounds, IReadOnlyList<BoundedTerm> terms, bool isPositive)
    {
        var wanted = terms.Select(term => term.Text.Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
        var readings = new List<(string Name, Symbol Symbol, string Column, int Size)> { ("minima_v", _readings.Value, "minima_value", ValueSize) };
        if (wanted.Contains("minima_a")) Add("minima_a", _readings.AbsoluteSlope, SlopeSize);
        for (var k = 0; k < Free; k++)
        {
            if (wanted.Contains(Gradient(k))) Add(Gradient(k), _readings.Gradient(k), SlopeSize);
            for (var l = k; l < Free; l++)
            {
                if (wanted.Contains(Second(k, l))) Add(Second(k, l), _readings.SecondDerivative(k, l, isPositive), CurvatureSize);
            }
        }

        var weight = _design.Weight is null ? "" : " * minima_w";
        var columns = string.Join(", ", readings.Select(reading => $"{BoundedSums.Held(reading.Column, bounds[reading.Size], weight)} AS {reading.Name}"));
        return $"SELECT *, {columns} FROM ({Read(shard, classes, readings.Skip(1).Select(reading => (reading.Column, reading.Symbol)))}) AS minima_scaled{shard.Fence}";

        void Add(string name, Symbol symbol, int size) => readings.Add((name, symbol, $"{name}_read", size));
    }

    private LossSums InContrasts(double[] sums)
    {
        var (count, columns) = (_contrasts.Count, Features + 1);
        var width = count * columns;
        var (slopes, curvatures) = (new double[width], new double[width * width]);
        var at = 2;
        for (var k = 0; k < Free; k++)
        {
            for (var i = 0; i < columns; i++, at++)
            {
                for (var a = 0; a < count; a++) slopes[(a * columns) + i] += Difference(k, a) * Mean(at);
            }
        }

        for (var k = 0; k < Free; k++)
        {
            for (var l = k; l < Free; l++)
            {
                for (var i = 0; i < columns; i++)
                {
                    for (var j = i; j < columns; j++, at++) Spread(k, l, i, j, Mean(at));
                }
            }
        }

        return new(Mean(0), Mean(1), slopes, curvatures);

        double Mean(int index) => sums[index] / _weight;

        double Difference(int k, int a) => _differences[(k * count) + a];

        // A sum stands for both orders of the classes and of the columns.
        void Spread(int k, int l, int i, int j, double mean)
        {
            for (var a = 0; a < count; a++)
            {
                for (var b = 0; b < count; b++)
                {
                    var entry = mean * (k == l ? Difference(k, a) * Difference(k, b) : (Difference(k, a) * Difference(l, b)) + (Difference(l, a) * Difference(k, b)));
                    curvatures[(((a * columns) + i) * width) + (b * columns) + j] += entry;
                    if (i != j) curvatures[(((a * columns) + j) * width) + (b * columns) + i] += entry;
                }
            }
        }
    }
}
