namespace Minima.Trees;

/// <summary>XGBoost's objectives, with the answers that they compute from raw scores.</summary>
internal static class XGBoostObjectives
{
    /// <summary>The objective whose answers are the raw scores, for one number per row or several targets.</summary>
    public const string Identity = "reg:squarederror";

    public const string Softmax = "multi:softprob";

    /// <summary>The answer of each objective, and the name of its parameters in a saved model.</summary>
    private static readonly Dictionary<string, (ScoreMap Answer, string Parameters)> Known = new(StringComparer.Ordinal)
    {
        [Identity] = (ScoreMap.Identity, "reg_loss_param"),
        ["reg:squaredlogerror"] = (ScoreMap.Identity, "reg_loss_param"),
        ["reg:absoluteerror"] = (ScoreMap.Identity, "reg_loss_param"),
        ["reg:pseudohubererror"] = (ScoreMap.Identity, "pseudo_huber_param"),
        ["reg:quantileerror"] = (ScoreMap.Identity, "quantile_loss_param"),
        ["reg:logistic"] = (ScoreMap.Logistic, "reg_loss_param"),
        ["reg:gamma"] = (ScoreMap.Exp, "reg_loss_param"),
        ["reg:tweedie"] = (ScoreMap.Exp, "tweedie_regression_param"),
        ["binary:logistic"] = (ScoreMap.Logistic, "reg_loss_param"),
        ["binary:logitraw"] = (ScoreMap.Identity, "reg_loss_param"),
        ["binary:hinge"] = (ScoreMap.Identity, "hinge_param"),
        ["count:poisson"] = (ScoreMap.Exp, "poisson_regression_param"),
        ["survival:cox"] = (ScoreMap.Exp, "cox_param"),
        ["survival:aft"] = (ScoreMap.Exp, "aft_loss_param"),
        ["rank:pairwise"] = (ScoreMap.Identity, "lambda_rank_param"),
        ["rank:ndcg"] = (ScoreMap.Identity, "lambda_rank_param"),
        ["rank:map"] = (ScoreMap.Identity, "lambda_rank_param"),
        ["multi:softmax"] = (ScoreMap.Softmax, "softmax_multiclass_param"),
        [Softmax] = (ScoreMap.Softmax, "softmax_multiclass_param"),
    };

    /// <summary>The objective with the same answers as a model.</summary>
    public static string Of(TreeModel trees) => (trees.Map == ScoreMap.Identity ? trees.Answer : trees.Map) switch
    {
        ScoreMap.Softmax => Softmax,
        ScoreMap.Logistic or ScoreMap.HalfLogistic => "binary:logistic",
        ScoreMap.Exp => "reg:gamma",
        _ => Identity,
    };

    /// <summary>The factor of scores for XGBoost: its logistic function of twice the score is 1 / (1 + exp(-2 score)).</summary>
    public static double FactorOf(ScoreMap answer) => answer == ScoreMap.HalfLogistic ? 2 : 1;

    public static ScoreMap AnswerOf(string objective) => Of(objective).Answer;

    public static string ParametersOf(string objective) => Of(objective).Parameters;

    /// <summary>The raw score of a base score, which a saved model holds on the scale of its answers.</summary>
    public static double ScoreOf(string objective, double baseScore) => Of(objective).Answer.Inverse(baseScore);

    /// <summary>The base score of the raw score 0, as XGBoost writes it.</summary>
    public static string ZeroOf(string objective) => Of(objective).Answer switch
    {
        ScoreMap.Exp => "1E0",
        ScoreMap.Logistic => "5E-1",
        _ => "0E0",
    };

    private static (ScoreMap Answer, string Parameters) Of(string objective) => Known.TryGetValue(objective, out var found)
        ? found
        : throw new BoostException($"the objective of the model is '{objective}', which is not known here; known are {string.Join(", ", Known.Keys)}.");
}
