using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>Scores of a batch that set right and wrong labels apart more and more.</summary>
internal static class BinaryScenes
{
    private static readonly double[] Base = [1.2, 0.4, 0.9, -0.2, -1.1, -0.5, -0.8, 0.3, -1.3, -0.1, -0.6, 0.1];

    private static readonly double[] Truth = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0];

    public static IReadOnlyList<Scene> Of(LossEntry entry, string inputs) => inputs switch
    {
        "prediction target" when entry.Sums is not null => [Scaled(entry), Shifted(entry)],
        "prediction target" => [Label()],
        "prediction target positive_mean negative_mean alpha" => [Apart()],
        _ => [],
    };

    private static Scene Scaled(LossEntry entry) => new(
        new("all scores (those of rows that hold in orange) are multiplied by a factor: below 0 they are upside down", "全部得分（成立者为橙色）乘以同一系数：系数为负时次序颠倒"),
        new("factor of the scores", "得分的系数"),
        -4,
        8,
        factor => Inputs(entry, Array.ConvertAll(Base, x => factor * x)),
        factor => Bars(Array.ConvertAll(Base, x => factor * x)));

    private static Scene Shifted(LossEntry entry) => new(
        new("all scores (those of rows that hold in orange) are shifted alike, as by a threshold", "全部得分（成立者为橙色）同时平移，如同移动阈值"),
        new("shift of the scores", "得分的平移量"),
        -6,
        6,
        shift => Inputs(entry, Array.ConvertAll(Base, x => (2 * x) + shift)),
        shift => Bars(Array.ConvertAll(Base, x => (2 * x) + shift)));

    private static JsonObject Inputs(LossEntry entry, double[] scores) => Loss.Create(entry, new Dictionary<string, object?>(StringComparer.Ordinal)).Groups == SumGroups.ClassesOfBatch
        ? new() { ["prediction"] = Made.Json(scores.Chunk(2).ToArray()), ["target"] = Made.Json(Truth.Chunk(2).ToArray()) }
        : new() { ["prediction"] = Made.Json(scores), ["target"] = Made.Json(Truth) };

    private static Scene Apart() => new(
        new("the scores of the positives (orange) rise together past those of the negatives", "正例的得分（橙色）一起上升，越过负例的得分"),
        new("shift of the positives", "正例的平移量"),
        -4,
        4,
        shift => new() { ["prediction"] = Made.Json(Raised(shift)), ["target"] = Made.Json(Truth), ["positive_mean"] = Made.List(0.7), ["negative_mean"] = Made.List(0.3), ["alpha"] = Made.List(0.3) },
        shift => Bars(Raised(shift)));

    /// <summary>A row of four labels of which two hold; one of these moves.</summary>
    private static Scene Label() => new(
        new("the score of one label that holds (orange) rises past those that do not", "一个成立标签的得分（橙色）上升，越过不成立的标签"),
        new("score of the label", "该标签的得分"),
        -6,
        6,
        score => new() { ["prediction"] = Made.Json(Labelled(score)), ["target"] = Made.Json(new double[][] { [1, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1] }) },
        score => new BarSketch(Labelled(score)[0], -6, 6, 0));

    private static double[][] Labelled(double score) => [[score, -0.5, 1.5, 0.5], [-1, 2, 0.2, -0.4], [0.3, -0.8, -1.2, 1]];

    private static double[] Raised(double shift) => [.. Base.Zip(Truth, (x, t) => (0.5 * x) + (shift * t))];

    private static BarSketch Bars(double[] scores) => new(scores, -6, 6, 0, 1, 2, 3);
}
