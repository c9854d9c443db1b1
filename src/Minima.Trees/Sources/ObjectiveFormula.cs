using Minima.Analysis;
using Minima.Writers;

namespace Minima.Trees;

/// <summary>The parts of a source: functions of a formula in a language, and the decisions of boosting that follow from it.</summary>
internal sealed record ObjectiveFormula
{
    /// <summary>The loss as its user names it.</summary>
    public required string Loss { get; init; }

    /// <summary>Functions that give value, gradient and curvature, in this order.</summary>
    public required string[] Functions { get; init; }

    /// <summary>The arguments of the functions, in order; for a loss over classes the logarithm of a probability.</summary>
    public required string[] Arguments { get; init; }

    /// <summary>The names of the columns that the loss reads in addition to the target.</summary>
    public string[] Columns { get; init; } = [];

    public ScoreMap Map { get; init; }

    public ScoreMap Answer { get; init; }

    /// <summary>From raw scores to their meaning: one of the two maps, as a loss never has both.</summary>
    public ScoreMap Meaning => Map == ScoreMap.Identity ? Answer : Map;

    public required Curvature Curvature { get; init; }

    public required string Reason { get; init; }

    /// <summary>The number that replaces the Hessian, with <see cref="Curvature.Bound"/>.</summary>
    public double Level { get; init; } = 1;

    /// <summary>True for a loss over classes, by label.</summary>
    public bool HasClasses { get; init; }

    /// <summary>The fraction of every target that is distributed evenly over the classes (label smoothing).</summary>
    public double Smoothing { get; init; }

    public PerClass Factors { get; init; } = 1;

    /// <summary>The name of the last function that a source defines with a keyword; its helpers come before it, or inside.</summary>
    public static string NameAfter(string keyword, string source)
    {
        var from = source.LastIndexOf(keyword, StringComparison.Ordinal) + keyword.Length;
        return source[from..source.IndexOf('(', from)];
    }

    /// <exception cref="BoostException">The loss has another shape or no target, or its formula cannot be written in the language.</exception>
    public static ObjectiveFormula Of(Loss loss, FormulaLanguage language, Curvature? chosen)
    {
        try
        {
            return LossAnalysis.CanAnalyse(loss) ? OfPoints(loss, language, chosen)
                : RowExpression.CanWrite(loss) && loss.Entry.Inputs[1].Kind != InputKind.Row && RowExpression.Of(loss) is { IsOfLogProbability: true } row ? OfClasses(loss, row, language, chosen)
                : throw new BoostException($"{loss.Entry.Key}: an objective is written for losses of one learned number a row, and for losses over classes that are a formula of the label's probability; this one is a {LossEntry.ShapeInWords(loss.Entry)}.");
        }
        catch (NotSupportedException exception)
        {
            throw new BoostException($"{loss.Entry.Key}: its formula cannot be written as {language}: {exception.Message}", exception);
        }
    }

    private static ObjectiveFormula OfPoints(Loss loss, FormulaLanguage language, Curvature? chosen)
    {
        var analysis = LossAnalysis.Of(loss);
        var entry = loss.Entry;
        if (entry.TargetIndex < 0 || entry.TargetIndex >= entry.Inputs.Count) throw new BoostException($"{entry.Key}: it has no target, so that there is nothing to boost towards.");
        if (entry.StopsGradient) throw new BoostException($"{entry.Key}: its gradient passes straight through where its value is clamped (at a floor, for example). Gradient and value do not match there, and there is no second derivative, which the objective of a booster needs. Take a loss without such a path; minima boost with --heads all boosts those of a mean and a variance that have one.");
        var policy = PointPolicy.Of(analysis, chosen);
        int[] kept = [.. Enumerable.Range(0, entry.Inputs.Count).Where(i => !entry.Parameters.Zip(loss.Parameters).Any(pair => pair.First.BindsInput == i && pair.Second is double))];
        int[] columns = [.. kept.Where(i => i > 0 && i != entry.TargetIndex)];
        var (curvature, reason) = chosen is null ? WithoutRefits(loss, analysis, policy) : (policy.Curvature, policy.Reason);
        return new()
        {
            Loss = Words(loss),
            Functions = [FormulaWriter.Write(loss, language), FormulaWriter.WriteDerivative(loss, language), FormulaWriter.WriteSecondDerivative(loss, language)],
            Arguments = [.. kept.Select(i => i == 0 ? "prediction" : i == entry.TargetIndex ? "target" : $"columns[{Array.IndexOf(columns, i)}]")],
            Columns = [.. columns.Select(i => entry.Inputs[i].Name)],
            Map = policy.Map,
            Answer = policy.Answer,
            Curvature = curvature,
            Reason = reason,
            Level = policy.Level,
        };
    }

    private static ObjectiveFormula OfClasses(Loss loss, RowExpression row, FormulaLanguage language, Curvature? chosen) =>
        chosen == Curvature.Bound ? throw new BoostException($"{loss.Entry.Key}: a bound of the second derivative is proved of formulas of one number a row, and this loss is over classes; take the exact, the positive or the constant curvature.")
        : chosen == Curvature.Weight ? throw new BoostException($"{loss.Entry.Key}: derivative divided by residual is for predictions in the units of the target, and these are scores of classes; take the exact or the constant curvature.")
        : new()
        {
            Loss = Words(loss),
            Functions = [row.Write(language), row.WriteDerivative(language), row.WriteSecondDerivative(language)],
            Arguments = ["log_p"],
            HasClasses = true,
            Smoothing = row.Smoothing,
            Factors = row.Factors,
            Map = ScoreMap.Identity,
            Answer = ScoreMap.Softmax,
            Curvature = chosen ?? Curvature.GaussNewton,
            Reason = chosen is null ? "the positive part of the exact diagonal" : "chosen by the caller",
        };

    /// <summary>The policy if no search on the loss finds the leaf values: a constant would take steps in the units of the gradient.</summary>
    private static (Curvature Curvature, string Reason) WithoutRefits(Loss loss, LossAnalysis analysis, PointPolicy policy)
    {
        if (policy.Curvature != Curvature.Constant) return (policy.Curvature, policy.Reason);
        var hasResidual = policy is { Map: ScoreMap.Identity, Answer: ScoreMap.Identity } && loss.DomainOf(loss.Entry.TargetIndex).IsReal && analysis.Link.Name != PredictionLink.Sign;
        return hasResidual ? (Curvature.Weight, $"{policy.Reason}; derivative divided by residual gives steps in the units of the target")
            : analysis.Kinks.Count > 0 ? (Curvature.Constant, policy.Reason)
            : (Curvature.GaussNewton, $"{policy.Reason}: the positive part of the exact one");
    }

    private static string Words(Loss loss) => loss.Entry.IsText ? loss.Entry.Formula : loss.ToString();
}
