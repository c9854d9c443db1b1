using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>The risk of one patient that grows, and a predicted time of the event that moves.</summary>
internal static class SurvivalScenes
{
    private const int Times = 6;
    private const int When = 2;
    private const double Reach = 4;

    private static readonly double[] Risks = [0.6, 0.3, 0, -0.2, -0.5];
    private static readonly double[] Events = [1, 1, 0, 1, 1];

    public static IReadOnlyList<Scene> Of(string inputs) => inputs switch
    {
        "prediction time event" => [Risk()],
        "case control" => [Case()],
        "prediction target event" => [Peak((scores, isSeen) => new() { ["prediction"] = Made.Json(scores), ["target"] = Made.Labels(When, 4), ["event"] = Made.List(isSeen, 1) })],
        "prediction target event fraction" => [Peak((scores, isSeen) => new() { ["prediction"] = Made.Json(scores), ["target"] = Made.Labels(When, 4), ["event"] = Made.List(isSeen, 1), ["fraction"] = Made.List(0.5, 0.5) })],
        "prediction time event eval_time" => [Peak((scores, isSeen) => new() { ["prediction"] = Made.Json(scores), ["time"] = Made.List(When + 0.5, 4.5), ["event"] = Made.List(isSeen, 1), ["eval_time"] = Made.Json(Made.Some(Times, i => i)) })],
        _ => [],
    };

    private static Scene Risk()
    {
        JsonObject At(int mover, double risk) => new() { ["prediction"] = Made.Json(Moved(mover, risk)), ["time"] = Made.List(1, 2, 3, 4, 5), ["event"] = Made.Json(Events) };
        return new(
            new("the risk score of one of five patients (orange), in the order of their times, grows", "五名患者按时间排列，其中一名的风险得分（橙色）增大"),
            new("risk score of the patient", "该患者的风险得分"),
            -Reach,
            Reach,
            risk => At(0, risk),
            risk => new BarSketch(Moved(0, risk), -Reach, Reach, 0))
        { Variants = [(new("dies first", "最先死亡者"), risk => At(0, risk)), (new("is censored", "删失者"), risk => At(2, risk)), (new("dies last", "最后死亡者"), risk => At(4, risk))] };
    }

    private static double[] Moved(int mover, double risk) => Made.Some(Risks.Length, i => i == mover ? risk : Risks[i]);

    private static Scene Case() => new(
        new("the risk score of the patient who dies (orange) grows past those still at risk", "死亡患者的风险得分（橙色）增大，超过仍处于风险中的患者"),
        new("risk score of the patient", "该患者的风险得分"),
        -Reach,
        Reach,
        risk => new() { ["case"] = Made.List(risk), ["control"] = Made.Row(0.5, -0.3, -0.8) },
        risk => new BarSketch([risk, 0.5, -0.3, -0.8], -Reach, Reach, 0));

    private static Scene Peak(Func<double[][], double, JsonObject> at) => new(
        new($"the interval in which the event is predicted (tall bar) moves over time; it came, or the patient was last seen, in interval {When}", $"预测事件所在的区间（高条形）沿时间移动；事件发生（或最后随访）于区间 {When}"),
        new("interval of the peak", "峰值所在的区间"),
        0,
        Times - 1,
        peak => at(Scores(peak), 1),
        peak => new BarSketch(Made.Softmax(ClassScenes.Bump(Times, peak)), 0, 1))
    {
        Variants = [(new("event", "发生事件"), peak => at(Scores(peak), 1)), (new("censored", "删失"), peak => at(Scores(peak), 0))],
    };

    private static double[][] Scores(double peak) => [ClassScenes.Bump(Times, peak), ClassScenes.Bump(Times, 4)];
}
