using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>Two tasks: the gradient of one turns against that of the other, or the loss of one grows.</summary>
internal static class TaskScenes
{
    private const double Longer = 2;
    private const double Most = 4;

    public static IReadOnlyList<Scene> Of(string inputs)
    {
        if (!inputs.StartsWith("gradients", StringComparison.Ordinal)) return Grown(inputs);
        return inputs == "gradients history weights first" ? [Steeper()] : [Turned(gradients => OfGradients(inputs, gradients))];
    }

    /// <summary>Two vectors of which one turns, and how far the vector that comes out leads along each.</summary>
    public static Scene Turned(Func<double[][], JsonObject> at) => new(
        new("the gradient of the second task (orange), twice as long, turns against that of the first (blue); a line below 0 says that the step makes this task worse", "第二个任务的梯度（橙色，长度为两倍）相对第一个任务的梯度（蓝色）转动；曲线低于 0 表示这一步使该任务变差"),
        new("angle between the gradients in degrees", "两个梯度的夹角（度）"),
        0,
        178,
        angle => at(Two(angle)),
        angle => new PlaneSketch(2.2) { Arrows = [(Two(angle)[0], Sketch.Truth), (Two(angle)[1], Sketch.Mover)] })
    {
        Readings = [(new("step along task 1", "沿任务 1 的分量"), (angle, value) => Along(value, Two(angle)[0])), (new("along task 2", "沿任务 2 的分量"), (angle, value) => Along(value, Two(angle)[1]))],
    };

    /// <summary>What comes out are the weights of the tasks.</summary>
    private static Scene Steeper()
    {
        double[][] Two(double length) => [Made.Turned(0), Made.Turned(60, length)];
        return new(
            new("the gradient of the second task (orange) grows longer than that of the first (blue): the task that can gain more gets more weight", "第二个任务的梯度（橙色）由短变长，超过第一个任务的梯度（蓝色）：可改进更多的任务获得更大权重"),
            new("length of the second gradient; the first has 1", "第二个梯度的长度（第一个为 1）"),
            0,
            4,
            length => new() { ["gradients"] = Made.Json(Two(length)), ["history"] = Made.Json(new double[][] { [0.5, 0.5], [0.5, 0.5] }), ["weights"] = Made.List(1, 1), ["first"] = Made.List(1, 1) },
            length => new PlaneSketch(3) { Arrows = [(Two(length)[0], Sketch.Truth), (Two(length)[1], Sketch.Mover)] })
        {
            Readings = [(new("weight of task 1", "任务 1 的权重"), (_, value) => Number(value, 0)), (new("weight of task 2", "任务 2 的权重"), (_, value) => Number(value, 1))],
        };
    }

    private static double[][] Two(double angle) => [Made.Turned(0), Made.Turned(angle, Longer)];

    private static double Number(JsonNode value, int i) => value.AsArray()[i]!.GetValue<double>();

    private static double Along(JsonNode value, double[] gradient) => ((Number(value, 0) * gradient[0]) + (Number(value, 1) * gradient[1])) / Math.Sqrt((gradient[0] * gradient[0]) + (gradient[1] * gradient[1]));

    private static JsonObject OfGradients(string inputs, double[][] gradients) => inputs switch
    {
        "gradients" => new() { ["gradients"] = Made.Json(gradients) },
        "gradients logits" => new() { ["gradients"] = Made.Json(gradients), ["logits"] = Made.List(0.5, -0.5) },
        "gradients losses tracking weights" => new() { ["gradients"] = Made.Json(gradients), ["losses"] = Made.List(1, 2), ["tracking"] = Made.Json(gradients), ["weights"] = Made.List(0.5, 0.5) },
        "gradients gradients_first gradients_second weights" => new() { ["gradients"] = Made.Json(gradients), ["gradients_first"] = Made.Json(gradients), ["gradients_second"] = Made.Json(gradients), ["weights"] = Made.List(0.5, 0.5) },
        _ => [],
    };

    private static IReadOnlyList<Scene> Grown(string inputs) => inputs switch
    {
        "losses" => [Loss(losses => new() { ["losses"] = losses })],
        "losses previous before_previous" => [Loss(losses => new() { ["losses"] = losses, ["previous"] = Made.List(1, 1.2, 0.8), ["before_previous"] = Made.List(2, 1.3, 0.9) })],
        "losses weights minimum" => [Loss(losses => new() { ["losses"] = losses, ["weights"] = Made.List(0, 0, 0), ["minimum"] = Made.List(0, 0, 0) })],
        "losses logits" => [Loss(losses => new() { ["losses"] = losses, ["logits"] = Made.List(0.4, -0.6, 0.1) })],
        "losses log_scale" => [Loss(losses => new() { ["losses"] = losses, ["log_scale"] = Made.List(0.2, 0, -0.3) }), Learned("log_scale", 1, new("learned log-scale of the task", "该任务学得的对数尺度"))],
        "losses log_variance" => [Loss(losses => new() { ["losses"] = losses, ["log_variance"] = Made.List(0.2, 0, -0.3) }), Learned("log_variance", -1, new("learned log-variance of the task", "该任务学得的对数方差"))],
        "weights norms losses initial" => [Weight()],
        _ => [],
    };

    private static Scene Loss(Func<JsonNode, JsonObject> at) => new(
        new("the loss of one of three tasks (orange) grows", "三个任务之一的损失（橙色）增大"),
        new("loss of the task; the others have 1.2 and 0.7", "该任务的损失（另两个为 1.2 与 0.7）"),
        0.02,
        Most,
        loss => at(Made.List(loss, 1.2, 0.7)),
        loss => new BarSketch([loss, 1.2, 0.7], 0, Most, 0));

    private static Scene Learned(string name, int sign, Minima.Pages.Words axis) => new(
        new("the number that weighs one of three tasks is learned: its best value lies at the lowest point; bars are the weighted losses", "衡量三个任务之一的数由学习得到：曲线最低点即最优值；条形为加权后的损失"),
        axis,
        sign < 0 ? -2 : -4,
        sign < 0 ? 4 : 2,
        s => new() { ["losses"] = Made.List(2, 1.2, 0.7), [name] = Made.List(s, 0, 0) },
        s => new BarSketch([2 * Math.Exp(sign * s), 1.2, 0.7], 0, Most, 0));

    private static Scene Weight() => new(
        new("the weight of one of three tasks (orange) grows", "三个任务之一的权重（橙色）增大"),
        new("weight of the task; the others have 1", "该任务的权重（另两个为 1）"),
        0,
        Most,
        weight => new() { ["weights"] = Made.List(weight, 1, 1), ["norms"] = Made.List(1.5, 1, 0.6), ["losses"] = Made.List(1.6, 0.8, 0.5), ["initial"] = Made.List(2, 1, 1) },
        weight => new BarSketch([weight, 1, 1], 0, Most, 0));
}
