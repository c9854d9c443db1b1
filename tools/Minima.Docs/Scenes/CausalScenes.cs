using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>Some treated and some untreated units: what is predicted for them moves, or the treated move away from the others.</summary>
internal static class CausalScenes
{
    private static readonly double[] Outcome = [1.4, 0.9, 1.9, 0.2, 0.7, -0.1];
    private static readonly double[] Treatment = [1, 1, 1, 0, 0, 0];
    private static readonly double[] Propensity = [0.6, 0.5, 0.7, 0.4, 0.3, 0.5];
    private static readonly double[] Untreated = [0.4, 0.1, 0.8, 0.2, 0.6, 0];
    private static readonly double[] Treated = [1.3, 1, 1.8, 1.2, 1.5, 0.9];
    private static readonly double[][] Covariates = [[-1, 0.4], [0.2, -0.6], [1.3, 0.3], [0.6, 0.9], [-0.4, -0.8]];

    public static IReadOnlyList<Scene> Of(string inputs) => inputs switch
    {
        "prediction outcome treatment propensity outcome_control outcome_treated" => [Predicted(p => new() { ["prediction"] = p, ["outcome"] = Made.Json(Outcome), ["treatment"] = Made.Json(Treatment), ["propensity"] = Made.Json(Propensity), ["outcome_control"] = Made.Json(Untreated), ["outcome_treated"] = Made.Json(Treated) }, isEffect: true)],
        "prediction outcome treatment outcome_mean propensity" => [Predicted(p => new() { ["prediction"] = p, ["outcome"] = Made.Json(Outcome), ["treatment"] = Made.Json(Treatment), ["outcome_mean"] = Made.Json(Untreated), ["propensity"] = Made.Json(Propensity) }, isEffect: true)],
        "prediction outcome treatment propensity" => [Predicted(p => new() { ["prediction"] = p, ["outcome"] = Made.Json(Outcome), ["treatment"] = Made.Json(Treatment), ["propensity"] = Made.Json(Propensity) }, isEffect: true)],
        "prediction target treatment propensity" => [Predicted(p => new() { ["prediction"] = p, ["target"] = Made.Json(Outcome), ["treatment"] = Made.Json(Treatment), ["propensity"] = Made.Json(Propensity) }, isEffect: false)],
        "coefficients covariates target" => [Balance()],
        "outcome_control outcome_treated representation outcome treatment" => [Representation(), OfTreated(p => new() { ["outcome_control"] = Made.Json(Untreated), ["outcome_treated"] = p, ["representation"] = Made.Json(Represented(0)), ["outcome"] = Made.Json(Outcome), ["treatment"] = Made.Json(Treatment) })],
        "outcome_control outcome_treated propensity_logit epsilon outcome treatment" => [OfTreated(p => new() { ["outcome_control"] = Made.Json(Untreated), ["outcome_treated"] = p, ["propensity_logit"] = Made.Json(Array.ConvertAll(Propensity, Made.Logit)), ["epsilon"] = Made.List(0), ["outcome"] = Made.Json(Outcome), ["treatment"] = Made.Json(Treatment) })],
        _ => [],
    };

    private static Scene Predicted(Func<JsonNode, JsonObject> at, bool isEffect) => new(
        isEffect
            ? new("one effect is predicted for all units; orange bars are the outcomes of treated units, blue ones those of untreated, and the line is the prediction", "对所有个体预测同一个效应；橙色为受处理个体的结果，蓝色为未受处理个体的结果，横线为预测值")
            : new("one outcome is predicted for all units; orange bars are the outcomes of treated units, blue ones those of untreated, and the line is the prediction", "对所有个体预测同一个结果；橙色为受处理个体的结果，蓝色为未受处理个体的结果，横线为预测值"),
        isEffect ? new("predicted effect", "预测的效应") : new("predicted outcome", "预测的结果"),
        -3,
        4,
        value => at(Made.Json(Array.ConvertAll(Outcome, _ => value))),
        value => new BarSketch(Outcome, -3, 4, 0, 1, 2) { Truths = Array.ConvertAll(Outcome, _ => value) });

    private static Scene OfTreated(Func<JsonNode, JsonObject> at) => new(
        new("the outcomes predicted for the treated units (lines) rise from below those that came (orange) to above them", "受处理个体的预测结果（横线）由低于实际结果（橙色）升到高于实际结果"),
        new("shift of the prediction", "预测值的平移量"),
        -3,
        3,
        shift => at(Made.Json(Array.ConvertAll(Treated, t => t + shift))),
        shift => new BarSketch(Outcome, -3, 5, 0, 1, 2) { Truths = [.. Treated.Select((t, i) => i < 3 ? t + shift : Untreated[i])] });

    private static Scene Representation() => new(
        new("the representations of the treated units (squares) move past those of the untreated (discs)", "受处理个体的表示（方块）移过未受处理个体的表示（圆点）"),
        new("distance of the groups", "两组的距离"),
        -3,
        3,
        shift => new() { ["outcome_control"] = Made.Json(Untreated), ["outcome_treated"] = Made.Json(Treated), ["representation"] = Made.Json(Represented(shift)), ["outcome"] = Made.Json(Outcome), ["treatment"] = Made.Json(Treatment) },
        shift => new PlaneSketch(2) { Dots = [.. Represented(shift).Select((at, i) => (at, i < 3 ? Sketch.Mover : Sketch.Truth))] });

    private static double[][] Represented(double shift) => [.. Enumerable.Range(0, Outcome.Length).Select(i => new[] { (0.5 * Made.Noise(i % 3)) + (i < 3 ? shift : 0), 0.7 * Made.Noise((i % 3) + 11) })];

    private static Scene Balance() => new(
        new("one coefficient changes the weights of the untreated units (bars)", "一个系数改变未受处理个体的权重（条形）"),
        new("first coefficient", "第一个系数"),
        -4,
        4,
        coefficient => new() { ["coefficients"] = Made.List(coefficient, 0.2), ["covariates"] = Made.Json(Covariates), ["target"] = Made.List(0.4, 0.1) },
        coefficient => new BarSketch(Made.Softmax(Array.ConvertAll(Covariates, x => -((coefficient * x[0]) + (0.2 * x[1])))), 0, 1));
}
