using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>Clouds, students and teachers, shapes that bend, heaps that are carried over.</summary>
internal static class DivergenceScenes
{
    private const int Bins = 7;

    public static IReadOnlyList<Scene> Of(LossEntry entry, string inputs)
    {
        var axes = entry.Inputs[0].Axes;
        return inputs switch
        {
            "prediction target" when axes.EndsWith("N D", StringComparison.Ordinal) => [Clouds.Moving(Pair), Clouds.Spreading(Pair)],
            "prediction target" when axes.EndsWith('N') => [Clouds.Moving(Pair, isFlat: true), Clouds.Spreading(Pair, isFlat: true)],
            "prediction target" when axes.EndsWith('D') => [Turning.Turned(Vector), Turning.Stretched(Vector)],
            "prediction target" => [Spot()],
            "prediction teacher" when axes == "N K" => [Students.Of((student, teacher) => new() { ["prediction"] = student, ["teacher"] = teacher })],
            "prediction teacher" => [Bent()],
            "prediction teacher target" => [Students.Of((student, teacher) => new() { ["prediction"] = student, ["teacher"] = teacher, ["target"] = Made.Labels(0, 1) })],
            "prediction target cost" => [Heaps()],
            "prediction" => [Views()],
            _ => [],
        };
    }

    private static JsonObject Pair(JsonNode prediction, JsonNode target) => new() { ["prediction"] = prediction, ["target"] = target };

    private static JsonObject Vector(double[] prediction) => new() { ["prediction"] = Made.Row(prediction), ["target"] = Made.Row(Turning.True) };

    /// <summary>A map of attention: where the student looks moves past where the teacher does.</summary>
    private static Scene Spot() => new(
        new("the spot that the student looks at moves over the one that the teacher looks at (outlined)", "学生关注的区域移过教师关注的区域（描边）"),
        new("shift in pixels", "位移（像素）"),
        -8,
        8,
        s => new() { ["prediction"] = Made.Json(new[] { Gaze(s) }), ["target"] = Made.Json(new[] { Gaze(0) }) },
        s => new PixelSketch(Gaze(s), Gaze(0)));

    private static double[][] Gaze(double shift) => Made.Rows(12, 12, (row, column) => Math.Exp(-(((row - 5.5) * (row - 5.5)) + ((column - 5.5 - shift) * (column - 5.5 - shift))) / 8));

    /// <summary>A square of the teacher; the student's lacks nothing but one corner, which walks along the diagonal.</summary>
    private static Scene Bent() => new(
        new("one corner of the student's square (orange) walks along the diagonal; at 1 it stands as with the teacher (blue)", "学生的正方形（橙色）有一角沿对角线移动；在 1 处与教师（蓝色）一致"),
        new("place of the corner", "角的位置"),
        -1.5,
        3,
        s => new() { ["prediction"] = Made.Json(Corners(s)), ["teacher"] = Made.Json(Corners(1)) },
        s => new PlaneSketch(2.4) { Dots = [.. Corners(1).Select(at => (at, Sketch.Truth)), (Corners(s)[0], Sketch.Mover)], Links = [(Corners(s)[0], Corners(s)[1]), (Corners(s)[1], Corners(s)[2]), (Corners(s)[2], Corners(s)[3]), (Corners(s)[3], Corners(s)[0])] });

    private static double[][] Corners(double s) => [[s, s], [1, -1], [-1, -1], [-1, 1]];

    private static Scene Heaps() => new(
        new("the predicted heap (bars) is carried to the target's (lines), each bin of way at its square", "预测的堆（条形）被搬到目标处（横线），代价为距离的平方"),
        new("bin of the heap, target 3", "堆所在的箱（目标为 3）"),
        0,
        Bins - 1,
        s => new() { ["prediction"] = Made.Json(Heap(s)), ["target"] = Made.Json(Heap(3)), ["cost"] = Made.Json(Made.Rows(Bins, Bins, (i, j) => (i - j) * (i - j) / 4.0)) },
        s => new BarSketch(Heap(s), 0, 0.6, 0, 1, 2, 3, 4, 5, 6) { Truths = Heap(3) });

    private static double[] Heap(double middle) => Made.Softmax(Made.Some(Bins, i => -(i - middle) * (i - middle) / 1.5));

    private static Scene Views() => new(
        new("the scores of one view are those of the two others times a factor: the probabilities (bars) part from theirs (lines)", "一个视图的得分为另两个视图得分乘以系数：其概率（条形）与后者（横线）分离"),
        new("factor; 1 is agreement", "系数（1 即一致）"),
        -3,
        4,
        factor => new() { ["prediction"] = Made.Json(new[] { Students.Teacher, Students.Teacher, [.. Students.Teacher.Select(row => Array.ConvertAll(row, x => factor * x))] }) },
        factor => new BarSketch(Made.Softmax(Array.ConvertAll(Students.Teacher[0], x => factor * x)), 0, 1, 0, 1, 2) { Truths = Made.Softmax(Students.Teacher[0]) });
}
