using System.Globalization;
using Minima.Writers;

namespace Minima.Sql;

/// <summary>The sums of a loss over the rows of a design, one query a step to each shard.</summary>
/// <remarks>
/// Terms are added in fixed point (<see cref="FixedSum"/>). The bounds of value, slope and curvature come from a first pass; later steps take those of the step before, with room to grow, and are asked
/// again where a row goes beyond them or all stay far below. The largest magnitudes come with the sums.
/// </remarks>
internal sealed class LossSumsQuery : ILossSums
{
    /// <summary>A bound is so many powers of two above what was found.</summary>
    private const int Room = 1;

    /// <summary>Bounds that lie more powers of two above what was found cost digits.</summary>
    private const int MostRoom = 16;

    /// <summary>PostgreSQL gives at most 1664 columns.</summary>
    private const int MostColumns = 1200;

    private readonly IReadOnlyList<SqlShard> _shards;
    private readonly SourceDesign _design;
    private readonly Loss _loss;
    private readonly WidenedKinks? _kinks;
    private readonly int[] _growth;
    private readonly double _weight;
    private readonly long _rows;
    private int[]? _bounds;

    /// <param name="shards">Where the rows are.</param>
    /// <param name="design">The rows, each feature between -1 and 1.</param>
    /// <param name="growth">The power of two that each feature was divided by beyond the unit that was asked for.</param>
    /// <param name="rows">How many rows count.</param>
    /// <param name="weight">The sum of the weights.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="kinks">Its kinks where they are rounded off; null to take it as it is.</param>
    public LossSumsQuery(IReadOnlyList<SqlShard> shards, SourceDesign design, int[] growth, long rows, double weight, Loss loss, WidenedKinks? kinks)
    {
        (_shards, _design, _growth, _rows, _weight, _loss, _kinks) = (shards, design, growth, rows, weight, loss, kinks);
        Features = design.Features;
    }

    private int Features { get; }

    private string Value => Reading("minima_value");

    private string Derivative => Reading("minima_derivative");

    private string SecondDerivative => Reading("minima_second_derivative");

    private string Reading(string column) => _kinks is null ? column : KinkQuery.Rounded(column);

    public LossSums At(ReadOnlySpan<double> coefficients, double intercept, Curvature policy, CancellationToken cancellation)
    {
        var scaled = new double[Features];
        for (var j = 0; j < Features; j++) scaled[j] = Math.ScaleB(coefficients[j], _growth[j]);
        if (!double.IsFinite(intercept) || !Array.TrueForAll(scaled, double.IsFinite)) return LossSums.Infinite;
        var rows = Readings(scaled, intercept);
        if (policy == Curvature.Weight) rows = Weighted(rows);
        var curvature = policy == Curvature.Weight ? "minima_weight" : SecondDerivative;
        var bounds = _bounds ?? Largest(rows, curvature, cancellation);
        for (var attempt = 0; attempt < 4 && bounds is not null; attempt++)
        {
            var (sums, found) = Sums(rows, bounds, curvature, policy != Curvature.Exact, cancellation);
            if (found is null) return LossSums.Infinite;
            var wanted = found;
            if (wanted.Zip(bounds).All(pair => pair.First <= pair.Second && pair.First >= pair.Second - MostRoom))
            {
                _bounds = bounds;
                return sums!;
            }

            bounds = wanted;
        }

        return LossSums.Infinite;
    }

    /// <summary>The rows with value, derivative and second derivative of the loss, as a query for a source.</summary>
    private Func<SqlShard, string> Readings(double[] coefficients, double intercept)
    {
        var terms = coefficients.Select((value, j) => (Value: value, Index: j)).Where(term => term.Value != 0).Select(term => $"{SqlText.Number(term.Value)} * {DesignQuery.Feature(term.Index)}");
        var prediction = string.Join(" + ", terms.Append(SqlText.Number(intercept)));
        return shard =>
        {
            var design = $"({Design(shard)}) AS minima_design{shard.Fence}";
            if (_kinks is null) return FormulaWriter.WriteQuery(_loss, $"(SELECT *, {DesignQuery.Inputs(_loss, prediction)} FROM {design}) AS minima_rows", shard.Engine);
            var predicted = $"(SELECT *, {prediction} AS {PredictionQuery.Raw} FROM {design}) AS minima_predicted{shard.Fence}";
            var read = FormulaWriter.WriteQuery(_loss, $"(SELECT *, {DesignQuery.Inputs(_loss, KinkQuery.Beside(PredictionQuery.Raw, _kinks))} FROM {predicted}) AS minima_rows", shard.Engine);
            return KinkQuery.Widened(read, DesignQuery.Prediction(_loss), _kinks, shard.Fence);
        };
    }

    private string Design(SqlShard shard)
    {
        var design = DesignQuery.Of(_design, shard.Source, shard.Fence);
        return _kinks is { ReadsJumps: true } ? KinkQuery.WithJumps(_loss, _kinks, design, DesignQuery.Columns(_design), shard) : design;
    }

    public double HalfJumps(CancellationToken cancellation)
    {
        var weight = _design.Weight is null ? "" : " * minima_w";
        return TermSums.Run(_shards, Design, [$"({KinkQuery.Halves(_kinks!)}){weight}"], cancellation) is [var sum] ? sum / _weight : double.NaN;
    }

    /// <summary>Slope over residual in the place of the second derivative; at a residual of 0 the second derivative is its limit.</summary>
    private Func<SqlShard, string> Weighted(Func<SqlShard, string> rows)
    {
        var residual = $"({DesignQuery.Prediction(_loss)} - {SqlText.Column(_loss.Entry.Inputs[1].Name)})";
        return shard => $"SELECT *, CASE WHEN {residual} = 0.0 THEN {SecondDerivative} ELSE {Derivative} / {residual} END AS minima_weight FROM ({rows(shard)}) AS minima_unweighted{shard.Fence}";
    }

    /// <summary>Exponents of the largest value, slope and curvature; null where a value or a slope is not finite.</summary>
    private int[]? Largest(Func<SqlShard, string> rows, string curvature, CancellationToken cancellation)
    {
        var answers = SqlShard.AskAll(_shards, shard => $"SELECT {Magnitudes(curvature)} FROM ({rows(shard)}) AS minima_readings", cancellation);
        return answers is null ? null : Bounds([.. answers.Select(answer => answer[0])], 0);
    }

    private string Magnitudes(string curvature) => $"CAST(max(abs({Value})) AS VARCHAR), CAST(max(abs({Derivative})) AS VARCHAR), CAST(max(CASE WHEN abs({curvature}) < {SqlText.Infinity} THEN abs({curvature}) ELSE 0.0 END) AS VARCHAR)";

    private static int[]? Bounds(string?[][] answers, int from)
    {
        var bounds = new int[3];
        for (var k = 0; k < 3; k++)
        {
            var largest = answers.Max(answer => SqlText.Double(answer[from + k], 0) is var value && double.IsNaN(value) ? double.PositiveInfinity : value);
            if (!double.IsFinite(largest)) return null;
            bounds[k] = FixedSum.Exponent(largest) + Room;
        }

        return bounds;
    }

    private (LossSums? Sums, int[]? Found) Sums(Func<SqlShard, string> rows, int[] bounds, string curvature, bool isPositive, CancellationToken cancellation)
    {
        var terms = Terms();
        var answers = new List<string?[]>();
        var found = default(int[]);
        foreach (var part in terms.Chunk(MostColumns))
        {
            var columns = string.Join(", ", part.Select(FixedSum.Of));
            var got = SqlShard.AskAll(_shards, shard => $"SELECT CAST(count(*) AS VARCHAR), {Magnitudes(curvature)}, {columns} FROM ({Bounded(rows(shard), bounds, curvature, isPositive, shard.Fence)}) AS minima_bounded", cancellation);
            if (got is null) return (null, null);
            string?[][] first = [.. got.Select(answer => answer[0])];
            var count = first.Sum(answer => SqlText.Whole(answer[0]));
            if (count != _rows)
            {
                throw DataException.Create(
                    string.Join(", ", _shards.Select(shard => shard.Name)), string.Create(CultureInfo.InvariantCulture, $"there were {_rows} rows when the fit began, and {count} now"), "a table that stays as it is while it is fitted is expected", "Fit a copy, or run the fit again.");
            }

            found = Bounds(first, 1);
            if (found is null) return (null, null);
            for (var k = 0; k < part.Length; k++) answers.Add([.. first.Select(answer => answer[4 + k])]);
        }

        return (Read(answers, bounds), found);
    }

    /// <summary>The terms that are added: the value, the size of the slope, slope and slope times each feature, curvature, curvature times each feature, and times each two.</summary>
    private List<string> Terms()
    {
        var terms = new List<string> { "minima_v", "abs(minima_g)", "minima_g" };
        for (var j = 0; j < Features; j++) terms.Add($"minima_g * {DesignQuery.Feature(j)}");
        terms.Add("minima_h");
        for (var i = 0; i < Features; i++)
        {
            terms.Add(Curved(i));
            for (var j = i; j < Features; j++) terms.Add($"{Curved(i)} * {DesignQuery.Feature(j)}");
        }

        return terms;
    }

    private static string Curved(int index) => FormattableString.Invariant($"minima_h{index}");

    /// <summary>Value, slope and curvature times the weight, in units of fixed point; 0 beyond the bounds, where the step is asked again. Curvature without bound counts as the bound.</summary>
    private string Bounded(string rows, int[] bounds, string curvature, bool isPositive, string fence)
    {
        var weight = _design.Weight is null ? "" : " * minima_w";
        var counted = isPositive ? $"CASE WHEN {curvature} > 0.0 THEN {curvature} ELSE 0.0 END" : curvature;
        var limited = $"CASE WHEN abs({curvature}) <= {Bound(2)} THEN {counted} WHEN {curvature} = {SqlText.Infinity} THEN {Bound(2)} ELSE 0.0 END";
        var inner = $"SELECT *, {Held(Value, 0)} AS minima_v, {Held(Derivative, 1)} AS minima_g, ({limited}) * {Scale(2)}{weight} AS minima_h FROM ({rows}) AS minima_scaled";
        if (Features == 0) return inner;
        return $"SELECT *, {string.Join(", ", Enumerable.Range(0, Features).Select(j => $"minima_h * {DesignQuery.Feature(j)} AS {Curved(j)}"))} FROM ({inner}{fence}) AS minima_curved";

        string Held(string column, int k) => $"(CASE WHEN abs({column}) <= {Bound(k)} THEN {column} ELSE 0.0 END) * {Scale(k)}{weight}";

        string Bound(int k) => SqlText.Number(Math.Min(Math.ScaleB(1, bounds[k]), double.MaxValue));

        string Scale(int k) => SqlText.Number(FixedSum.Scale(bounds[k]));
    }

    private LossSums Read(List<string?[]> answers, int[] bounds)
    {
        var at = 0;
        var value = Next(0, 0);
        var absolute = Next(1, 0);
        var total = Next(1, 0);
        var slopes = new double[Features + 1];
        for (var j = 0; j < Features; j++) slopes[j] = Next(1, _growth[j]);
        slopes[Features] = total;
        var width = Features + 1;
        var curvatures = new double[width * width];
        curvatures[^1] = Next(2, 0);
        for (var i = 0; i < Features; i++)
        {
            curvatures[(i * width) + Features] = curvatures[(Features * width) + i] = Next(2, _growth[i]);
            for (var j = i; j < Features; j++) curvatures[(i * width) + j] = curvatures[(j * width) + i] = Next(2, _growth[i] + _growth[j]);
        }

        return new(value, absolute, slopes, curvatures);

        double Next(int bound, int growth) => FixedSum.Value(FixedSum.Add(answers[at++]), bounds[bound] + growth) / _weight;
    }
}
