using Minima.Reals;
using Minima.Reals.Primitives;
using Minima.Writers;

namespace Minima.Sql;

/// <summary>The predictions of a linear model as columns: <c>minima_prediction</c> is the raw one, <c>minima_answer</c> its interpretation.</summary>
internal static class PredictionQuery
{
    /// <summary>The column of raw predictions.</summary>
    public const string Raw = "minima_prediction";

    /// <summary>The column of interpreted predictions.</summary>
    public const string Answer = "minima_answer";

    private const int TargetInput = 1;

    /// <summary>The intercept, and each feature times its coefficient, added in the order of the model.</summary>
    public static string Linear(IReadOnlyList<double> coefficients, double intercept) =>
        string.Join(" + ", coefficients.Select((value, j) => (Value: value, Index: j)).Where(term => term.Value != 0).Select(term => $"{SqlText.Number(term.Value)} * {DesignQuery.Feature(term.Index)}").Prepend(SqlText.Number(intercept)));

    /// <summary>A query that adds interpreted predictions to rows.</summary>
    /// <param name="rows">The text after FROM: rows with raw predictions.</param>
    /// <param name="reading">The interpretation.</param>
    /// <param name="engine">The database.</param>
    public static string Read(string rows, SourceReading reading, SqlEngine engine)
    {
        if (reading.BySlopes is { } loss)
        {
            var slope = LossFormula.DerivativeOf(loss, 0, guarded: true);
            var slopes = SqlWriter.Query([("minima_slope_of_one", At(slope, 1)), ("minima_slope_of_zero", At(slope, 0))], $"(SELECT *, {Raw} AS {DesignQuery.Prediction(loss)} FROM {rows}) AS minima_raw", engine);
            return $"SELECT *, CASE WHEN minima_slope_of_zero <= 0.0 THEN 0.0 WHEN minima_slope_of_one >= 0.0 THEN 1.0 ELSE minima_slope_of_zero / (minima_slope_of_zero - minima_slope_of_one) END AS {Answer} FROM ({slopes}) AS minima_slopes";
        }

        var graph = new SymbolGraph([Raw], []);
        return SqlWriter.Query([(Answer, graph.Record(g => reading.IsProbability ? Probability(reading.Link, g.Input(0)) : Number(reading.Link, g.Input(0))))], rows, engine);
    }

    private static Symbol At(Symbol slope, double target) => LossFormula.Rewrite(slope, new Dictionary<int, double> { [TargetInput] = target }, []);

    private static Symbol Number(PredictionLink link, Symbol raw) => link == PredictionLink.Log ? Symbol.Apply(default(Exp), raw) : raw;

    private static Symbol Probability(PredictionLink link, Symbol raw) => link switch
    {
        PredictionLink.Logit => Symbol.Apply(default(Minima.Reals.Primitives.Sigmoid), raw),
        PredictionLink.HalfLogit => Symbol.Apply(default(Minima.Reals.Primitives.Sigmoid), 2.0 * raw),
        PredictionLink.ClippedMargin => Clamped((1.0 + raw) / 2.0),
        PredictionLink.Arctangent => Clamped(0.5 + Symbol.Apply(default(Atan), raw)),
        PredictionLink.Probit => Symbol.Apply(default(Exp), Symbol.Apply(default(LogNdtr), raw)),
        PredictionLink.Log => Clamped(Symbol.Apply(default(Exp), raw)),
        PredictionLink.Identity => Clamped(raw),
        _ => throw new ArgumentOutOfRangeException(nameof(link), link, "there is no probability"),
    };

    private static Symbol Clamped(Symbol x) => Symbol.Apply(new Clamp(0, 1), x);
}
