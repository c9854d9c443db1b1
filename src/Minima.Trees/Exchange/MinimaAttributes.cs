using System.Globalization;

namespace Minima.Trees;

/// <summary>The properties of a Minima model for which XGBoost's format has no field, as attributes.</summary>
internal static class MinimaAttributes
{
    private const string Loss = "minima_loss";
    private const string Parameter = "minima_parameter_";
    private const string CurvaturePolicy = "minima_curvature";
    private const string CurvatureReason = "minima_curvature_reason";
    private const string Map = "minima_map";
    private const string Answer = "minima_answer";

    public static Dictionary<string, string> Of(TreeModel model)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Loss] = model.Loss,
            [CurvaturePolicy] = model.Curvature.ToString(),
            [CurvatureReason] = model.CurvatureReason,
            [Map] = model.Map.ToString(),
            [Answer] = model.Answer.ToString(),
        };
        foreach (var (name, value) in model.LossParameters) attributes[Parameter + name] = value.ToString("R", CultureInfo.InvariantCulture);
        return attributes;
    }

    /// <summary>The model that the attributes describe; the given model if they are missing or do not match the objective.</summary>
    public static TreeModel Restored(IReadOnlyDictionary<string, string> attributes, string objective, TreeModel model)
    {
        if (!Enum.TryParse<Curvature>(attributes.GetValueOrDefault(CurvaturePolicy), out var curvature) || !attributes.TryGetValue(Loss, out var loss)) return model;
        if (!Enum.TryParse<ScoreMap>(attributes.GetValueOrDefault(Map), out var map) || !Enum.TryParse<ScoreMap>(attributes.GetValueOrDefault(Answer), out var answer)) return model;
        var factor = XGBoostObjectives.FactorOf(answer);
        var restored = new TreeModel(model.Columns, Array.ConvertAll(model.StartScores, score => score / factor), [.. model.Trees.Select(round => Array.ConvertAll(round, tree => tree.Scaled(1 / factor)))])
        {
            Loss = loss,
            LossParameters = attributes.Where(pair => pair.Key.StartsWith(Parameter, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[Parameter.Length..], pair => double.Parse(pair.Value, NumberStyles.Float, CultureInfo.InvariantCulture), StringComparer.Ordinal),
            Curvature = curvature,
            CurvatureReason = attributes.GetValueOrDefault(CurvatureReason, model.CurvatureReason),
            Map = map,
            Answer = answer,
        };
        return XGBoostObjectives.Of(restored) == objective ? restored : model;
    }
}
