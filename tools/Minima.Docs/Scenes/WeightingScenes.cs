using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>A batch of losses of which one grows, rows of scores, and streams that change.</summary>
internal static class WeightingScenes
{
    private const double Most = 4;
    private const int Length = 80;

    private static readonly double[] Others = [0.3, 0.8, 1.1, 1.6];

    public static IReadOnlyList<Scene> Of(LossEntry entry, string inputs) => inputs switch
    {
        "losses" when entry.Inputs.Any(input => input.Differentiated) => [Grown(losses => new() { ["losses"] = losses })],
        "losses" => [Stream()],
        "losses mask" => [Grown(losses => new() { ["losses"] = losses, ["mask"] = Made.List(1, 1, 0, 1, 0) })],
        "losses peer" => [Trusted()],
        "window" => [Window()],
        "errors" => [Errors()],
        "abnormal normal" => [Segments()],
        "prediction target" when entry.Inputs[1].Kind != InputKind.TensorOfLabels && entry.Inputs[0].Axes == "N K" => [Students.Of((student, teacher) => new() { ["prediction"] = student, ["target"] = teacher })],
        "prediction target" when entry.Inputs[1].Kind != InputKind.TensorOfLabels => [Hard()],
        "labelled strong weak target" => [Strong(scores => new() { ["labelled"] = Made.Row(2, 0, -1), ["strong"] = scores, ["weak"] = Made.Row(4, 0, -1), ["target"] = Made.Labels(0) })],
        "labelled unlabelled target guess" => [Strong(scores => new() { ["labelled"] = Made.Row(2, 0, -1), ["unlabelled"] = scores, ["target"] = Made.Row(1, 0, 0), ["guess"] = Made.Row(0.8, 0.15, 0.05) })],
        _ => ClassScenes.Of(entry, inputs),
    };

    private static Scene Grown(Func<JsonNode, JsonObject> at) => new(
        new("the loss of one of five samples (orange) grows, as that of an outlier or of a wrong label does", "五个样本之一的损失（橙色）增大，如同离群点或错误标签"),
        new("loss of the sample; the others have 0.3, 0.8, 1.1, 1.6", "该样本的损失（其余为 0.3、0.8、1.1、1.6）"),
        0,
        Most,
        loss => at(Made.List([loss, .. Others])),
        loss => new BarSketch([loss, .. Others], 0, Most, 0));

    /// <summary>Of two networks each learns from the samples that the other finds easy.</summary>
    private static Scene Trusted()
    {
        JsonObject At(double loss, double peer) => new() { ["losses"] = Made.List([loss, .. Others]), ["peer"] = Made.List(peer, 0.2, 0.5, 1.5, 3) };
        return new(
            new("the loss of one of five samples (orange) grows; the other network chooses whether it counts", "五个样本之一的损失（橙色）增大；它是否计入由另一个网络决定"),
            new("loss of the sample; the others have 0.3, 0.8, 1.1, 1.6", "该样本的损失（其余为 0.3、0.8、1.1、1.6）"),
            0,
            Most,
            loss => At(loss, 0.1),
            loss => new BarSketch([loss, .. Others], 0, Most, 0))
        { Variants = [(new("small loss in the peer", "在对方网络中损失小"), loss => At(loss, 0.1)), (new("large loss in the peer", "在对方网络中损失大"), loss => At(loss, 4))] };
    }

    private static Scene Hard() => new(
        new("the logit of one positive (orange) among easy ones falls from right to wrong", "易分样本中一个正例的 logit（橙色）由正确降为错误"),
        new("logit of the positive", "该正例的 logit"),
        -6,
        6,
        x => new() { ["prediction"] = Made.List(x, 2.5, 1.8, -2.2, -3, -1.5), ["target"] = Made.List(1, 1, 1, 0, 0, 0) },
        x => new BarSketch([x, 2.5, 1.8, -2.2, -3, -1.5], -6, 6, 0));

    private static Scene Strong(Func<JsonNode, JsonObject> at) => new(
        new("the score that an unlabelled sample gives to its guessed class (orange) rises past the others", "无标签样本对其猜测类别的得分（橙色）上升，越过其他类别"),
        new("score of the guessed class", "猜测类别的得分"),
        -6,
        6,
        x => at(Made.Row(ClassScenes.Row(x))),
        x => new BarSketch(ClassScenes.Row(x), -6, 6, 0));

    private static Scene Segments() => new(
        new("the score of one segment of the abnormal video (orange) rises past all of the normal one (blue)", "异常视频中一个片段的得分（橙色）上升，越过正常视频的所有片段（蓝色）"),
        new("score of the segment", "该片段的得分"),
        0,
        1,
        x => new() { ["abnormal"] = Made.List(0.2, x, 0.3), ["normal"] = Made.List(0.15, 0.4, 0.25) },
        x => new BarSketch([0.2, x, 0.3, 0.15, 0.4, 0.25], 0, 1, 0, 1, 2));

    /// <summary>A stream of losses that jumps in its middle: what is known at each time.</summary>
    private static Scene Stream()
    {
        double[] Until(double time) => Made.Some((int)time, i => (i < Length / 2 ? 0.4 : 1.2) + (0.2 * Made.Noise(i)));
        return new(
            new($"a stream of losses (sketches: all that has come) jumps at time {Length / 2}", $"损失流（小图为截至该时刻的全部数据）在时刻 {Length / 2} 跃升"),
            new("time", "时刻"),
            1,
            Length,
            time => new() { ["losses"] = Made.Json(Until(time)) },
            time => new WaveSketch(0, 1.6, (Until(Length), Sketch.Truth), (Until(time), Sketch.Mover)))
        {
            Readings = [(new("statistic", "统计量"), (_, value) => value.AsArray()[^1]!.GetValue<double>()), (new("the loss itself", "损失本身"), (time, _) => Until(time)[^1])],
        };
    }

    private static Scene Window()
    {
        double[] Values(double jump) => Made.Some(40, i => 0.3 + (0.15 * Made.Noise(i)) + (i < 20 ? 0 : jump));
        return new(
            new("the later half of a window of losses moves up", "窗口中后一半的损失上移"),
            new("jump between the halves", "两半之间的跃升"),
            -0.3,
            0.6,
            jump => new() { ["window"] = Made.Json(Values(jump)) },
            jump => new WaveSketch(-0.1, 1.2, (Values(jump), Sketch.Mover)));
    }

    /// <summary>The share of errors among the last twelve samples.</summary>
    private static double[] Smooth(double[] errors) => Made.Some(errors.Length, i => errors[Math.Max(0, i - 11)..(i + 1)].Average());

    private static Scene Errors()
    {
        // One error in six before; after the change as many as the place says.
        double[] Values(double rate) => Made.Some(120, i => i < 60 ? i % 6 == 0 ? 1 : 0 : Math.Floor((i - 59) * rate) > Math.Floor((i - 60) * rate) ? 1 : 0);
        return new(
            new("a model errs on one of six samples, then on as many as the axis says (sketches: the share of errors among the last twelve); the test warns when the first line passes the second", "模型原先每六个样本错一个，之后的错误率如横轴所示（小图为最近十二个样本的错误率）；第一条线越过第二条线时检验报警"),
            new("error rate after the change", "变化后的错误率"),
            0,
            1,
            rate => new() { ["errors"] = Made.Json(Values(rate)) },
            rate => new WaveSketch(-0.1, 1.1, (Smooth(Values(rate)), Sketch.Mover)))
        {
            Readings = [("p + s", (_, value) => value.AsArray()[0]!.GetValue<double>() + value.AsArray()[1]!.GetValue<double>()), (new("least p + 3 s", "最小的 p + 3 s"), (_, value) => value.AsArray()[2]!.GetValue<double>() + (3 * value.AsArray()[3]!.GetValue<double>()))],
        };
    }
}
