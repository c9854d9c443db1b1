using Minima.Writers;

namespace Minima.Sql;

/// <summary>The sums of a loss over the rows of a design, with one query per step and shard.</summary>
/// <remarks>Terms are added in fixed point, within bounds of value, derivative and curvature (<see cref="BoundedSums"/>).</remarks>
internal sealed class LossSumsQuery : IPointSums
{
    private readonly IReadOnlyList<SqlShard> _shards;
    private readonly SourceDesign _design;
    private readonly Loss _loss;
    private readonly WidenedKinks? _kinks;
    private readonly int[] _growth;
    private readonly double _weight;
    private readonly BoundedSums _sums;

    /// <param name="shards">The shards with the rows.</param>
    /// <param name="rows">The rows, each feature between -1 and 1.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="kinks">The kinks to smooth; null to use the loss unchanged.</param>
    public LossSumsQuery(IReadOnlyList<SqlShard> shards, ScaledRows rows, Loss loss, WidenedKinks? kinks)
    {
        (_shards, _design, _growth, _weight, _loss, _kinks) = (shards, rows.Design, rows.Growth, rows.Weight, loss, kinks);
        _sums = new(shards, rows.Count);
        Features = _design.Features;
    }

    private int Features { get; }

    private string Value => Reading("minima_value");

    private string Derivative => Reading("minima_derivative");

    private string SecondDerivative => Reading("minima_second_derivative");

    private string Reading(string column) => _kinks is null ? column : KinkQuery.Rounded(column);

    public LossSums At(double[] parameters, Curvature policy, CancellationToken cancellation)
    {
        var scaled = new double[Features];
        for (var j = 0; j < Features; j++) scaled[j] = Math.ScaleB(parameters[j], _growth[j]);
        if (!double.IsFinite(parameters[^1]) || !Array.TrueForAll(scaled, double.IsFinite)) return LossSums.Infinite;
        var rows = Readings(scaled, parameters[^1]);
        if (policy == Curvature.Weight) rows = Weighted(rows);
        var curvature = policy == Curvature.Weight ? "minima_weight" : SecondDerivative;
        string[] sizes = [$"abs({Value})", $"abs({Derivative})", $"CASE WHEN abs({curvature}) < {SqlText.Infinity} THEN abs({curvature}) ELSE 0.0 END"];
        var sums = _sums.At(rows, sizes, Terms(), (shard, bounds, _) => Bounded(rows(shard), bounds, curvature, policy != Curvature.Exact, shard.Fence), cancellation);
        return sums is null ? LossSums.Infinite : Read(sums);
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

    /// <summary>Adds derivative over residual in place of the second derivative; at a residual of 0, its limit, the second derivative.</summary>
    private Func<SqlShard, string> Weighted(Func<SqlShard, string> rows)
    {
        var residual = $"({DesignQuery.Prediction(_loss)} - {SqlText.Column(_loss.Entry.Inputs[1].Name)})";
        return shard => $"SELECT *, CASE WHEN {residual} = 0.0 THEN {SecondDerivative} ELSE {Derivative} / {residual} END AS minima_weight FROM ({rows(shard)}) AS minima_unweighted{shard.Fence}";
    }

    /// <summary>The terms to add: the value, the absolute derivative, the derivative and its product with each feature, the curvature, and its product with each feature and each pair of features.</summary>
    private List<BoundedTerm> Terms()
    {
        var terms = new List<BoundedTerm> { new("minima_v", 0, 0), new("abs(minima_g)", 1, 0), new("minima_g", 1, 0) };
        for (var j = 0; j < Features; j++) terms.Add(new($"minima_g * {DesignQuery.Feature(j)}", 1, _growth[j]));
        terms.Add(new("minima_h", 2, 0));
        for (var i = 0; i < Features; i++)
        {
            terms.Add(new(Curved(i), 2, _growth[i]));
            for (var j = i; j < Features; j++) terms.Add(new($"{Curved(i)} * {DesignQuery.Feature(j)}", 2, _growth[i] + _growth[j]));
        }

        return terms;
    }

    private static string Curved(int index) => FormattableString.Invariant($"minima_h{index}");

    /// <summary>Value, derivative and curvature times the weight, in units of fixed point; 0 beyond the bounds, in which case the step is repeated. Infinite curvature counts as the bound.</summary>
    private string Bounded(string rows, int[] bounds, string curvature, bool isPositive, string fence)
    {
        var weight = _design.Weight is null ? "" : " * minima_w";
        var counted = isPositive ? $"CASE WHEN {curvature} > 0.0 THEN {curvature} ELSE 0.0 END" : curvature;
        var bound = BoundedSums.Bound(bounds[2]);
        var limited = $"CASE WHEN abs({curvature}) <= {bound} THEN {counted} WHEN {curvature} = {SqlText.Infinity} THEN {bound} ELSE 0.0 END";
        var inner = $"SELECT *, {BoundedSums.Held(Value, bounds[0], weight)} AS minima_v, {BoundedSums.Held(Derivative, bounds[1], weight)} AS minima_g, ({limited}) * {BoundedSums.Scale(bounds[2])}{weight} AS minima_h FROM ({rows}) AS minima_scaled";
        if (Features == 0) return inner;
        return $"SELECT *, {string.Join(", ", Enumerable.Range(0, Features).Select(j => $"minima_h * {DesignQuery.Feature(j)} AS {Curved(j)}"))} FROM ({inner}{fence}) AS minima_curved";
    }

    private LossSums Read(double[] sums)
    {
        var at = 0;
        var value = Next();
        var absolute = Next();
        var total = Next();
        var slopes = new double[Features + 1];
        for (var j = 0; j < Features; j++) slopes[j] = Next();
        slopes[Features] = total;
        var width = Features + 1;
        var curvatures = new double[width * width];
        curvatures[^1] = Next();
        for (var i = 0; i < Features; i++)
        {
            curvatures[(i * width) + Features] = curvatures[(Features * width) + i] = Next();
            for (var j = i; j < Features; j++) curvatures[(i * width) + j] = curvatures[(j * width) + i] = Next();
        }

        return new(value, absolute, slopes, curvatures);

        double Next() => sums[at++] / _weight;
    }
}
