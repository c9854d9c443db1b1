using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>A student whose scores are those of its teacher times a factor: opposite, undecided, equal, too sure.</summary>
internal static class Students
{
    public static double[][] Teacher { get; } = [[2, 0.5, -1], [-0.5, 1.5, 0.2]];

    public static Scene Of(Func<JsonNode, JsonNode, JsonObject> at) => new(
        new("the student's scores are the teacher's times a factor: its probabilities (bars) go from the opposite by undecided to the teacher's (lines) and beyond", "学生的得分为教师得分乘以系数：其概率（条形）由相反、不确定，到与教师（横线）一致，再到过于自信"),
        new("factor; 1 is the teacher", "系数（1 即教师）"),
        -1.5,
        4,
        factor => at(Made.Json(Scores(factor)), Made.Json(Teacher)),
        factor => new BarSketch(Made.Softmax(Scores(factor)[0]), 0, 1, 0, 1, 2) { Truths = Made.Softmax(Teacher[0]) });

    private static double[][] Scores(double factor) => [.. Teacher.Select(row => Array.ConvertAll(row, x => factor * x))];
}
