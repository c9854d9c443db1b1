using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>An item that climbs a list; the bars are how relevant the items are, in the order in which the scores put them.</summary>
internal static class RankingScenes
{
    private const double Reach = 4;

    private static readonly double[] Relevance = [3, 2, 1, 0, 0];
    private static readonly double[] Held = [1.5, 0.5, -0.5, -1.5];

    public static IReadOnlyList<Scene> Of(LossEntry entry, string inputs) => inputs switch
    {
        "prediction target" when entry.Inputs[0].Axes == "B N" => [Climbing(0, new("the most relevant of five items (orange) climbs the list as its score grows", "五项中最相关的一项（橙色）随得分增大在列表中上升")), Climbing(4, new("an item of no relevance (orange, no bar) climbs the list as its score grows; bars show the others", "不相关的一项（橙色，无条形）随得分增大在列表中上升；条形为其他各项"))],
        "prediction target" => [Grades()],
        "positive negative trials" => [Drawn()],
        _ => [],
    };

    private static Scene Climbing(int mover, Minima.Pages.Words what) => new(
        what,
        new("score of the item; the others have 1.5, 0.5, -0.5, -1.5", "该项的得分（其余为 1.5、0.5、-0.5、-1.5）"),
        -Reach,
        Reach,
        score => new() { ["prediction"] = Made.Row(Scores(mover, score)), ["target"] = Made.Row(Relevance) },
        score => Sorted(mover, score));

    private static double[] Scores(int mover, double score) => Made.Some(Relevance.Length, i => i == mover ? score : Held[i < mover ? i : i - 1]);

    private static BarSketch Sorted(int mover, double score)
    {
        var scores = Scores(mover, score);
        var order = Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ToArray();
        return new BarSketch([.. order.Select(i => Relevance[i] + 0.15)], 0, 3.2, Array.IndexOf(order, mover));
    }

    private static Scene Grades() => new(
        new("the scores of three questions, \"at least grade 1, 2, 3\", rise together; the true grade is 2", "三个问题“至少 1、2、3 级”的得分一起上升；真实等级为 2"),
        new("score of the middle question", "中间问题的得分"),
        -6,
        6,
        s => new() { ["prediction"] = Made.Row(s + 1.5, s, s - 1.5), ["target"] = Made.List(2) },
        s => new BarSketch([Made.Sigmoid(s + 1.5), Made.Sigmoid(s), Made.Sigmoid(s - 1.5)], 0, 1) { Truths = [1, 1, 0] });

    private static Scene Drawn()
    {
        JsonObject At(double lead, double trials) => new() { ["positive"] = Made.List(lead), ["negative"] = Made.List(0), ["trials"] = Made.List(trials) };
        return new(
            new("the positive (orange) rises past a drawn negative (blue); the fewer draws found it, the deeper the positive must stand in the list", "正例（橙色）升过采样到的负例（蓝色）；采样次数越少就找到违反者，说明正例排得越靠后"),
            new("score of the positive minus that of the negative", "正例得分减负例得分"),
            -3,
            3,
            lead => At(lead, 1),
            lead => new BarSketch([lead, 0.05], -3, 3, 0))
        { Variants = [(new("found at draw 1", "第 1 次采样即找到"), lead => At(lead, 1)), (new("at draw 10", "第 10 次"), lead => At(lead, 10)), (new("at draw 50", "第 50 次"), lead => At(lead, 50))] };
    }
}
