using Minima.Tensors;

namespace Minima.Pages;

/// <summary>Pictures of a loss on tensors: the first direction of gradient descent, and for a sequence the alignment of the labels.</summary>
internal static class TensorPictures
{
    private const int Points = 121;
    private const double Shortest = 1e-3;

    public static IReadOnlyList<LossPicture> Of(TensorLoss loss)
    {
        var batch = MadeBatch.Of(loss);
        return batch is null ? [] : loss.Entry.Family == LossFamily.Sequence && Alignment(batch) is { } alignment ? [alignment, .. Paths(batch)] : Paths(batch);
    }

    private static CurvePicture[] Paths(MadeBatch batch)
    {
        var length = Math.Sqrt(batch.Gradients.Sum(g => g.Sum(x => x * x)));
        var start = Array.ConvertAll(batch.Moved, i => batch.Inputs[i].ToArray());
        var reach = Math.Max(0.5, Math.Sqrt(start.Sum(x => x.Sum(v => v * v))));
        (double Value, double[][] Gradients)[] runs;
        while (true)
        {
            runs = Array.ConvertAll(PictureAxis.Spaced(-reach, reach, Points), d => batch.At([.. start.Zip(batch.Gradients, (x, g) => x.Zip(g, (v, slope) => v - (d * slope / length)).ToArray())]));
            if (runs.Count(run => double.IsFinite(run.Value)) >= Points / 2 || reach < Shortest)
            {
                break;
            }

            // Most of the line lies outside the domain, so a shorter one shows more.
            reach /= 2;
        }

        var slopes = Array.ConvertAll(runs, run => -run.Gradients.Zip(batch.Gradients, (now, then) => now.Zip(then, (a, b) => a * b).Sum()).Sum() / length);
        var shapes = string.Join(", ", batch.Moved.Select(i => $"{batch.Loss.Entry.Inputs[i].Name} {batch.Inputs[i].Shape}"));
        var note = new Localized(
            $"A straight line through a small made batch ({shapes}), at 0, against its gradient there; where the line breaks off, the loss takes no such input.",
            $"过一个小的构造批次（{shapes}，位于 0 处）、沿该处负梯度方向的直线；曲线中断处，损失不接受那样的输入。");
        return
        [
            Path(new("Value along the path of steepest descent", "沿最速下降路径的函数值"), note, Array.ConvertAll(runs, run => run.Value)),
            Path(new("Slope along the path", "沿该路径的斜率"), Localized.Nothing, slopes),
        ];

        CurvePicture Path(Localized title, Localized text, double[] heights) => new(title, text, new("distance", "距离"), -reach, reach, [(new("value", "函数值"), heights)]);
    }

    /// <summary>Times to the right, classes upwards, as dark as the loss raises the score of a class at that time; null if the first input is not a sequence of rows.</summary>
    private static SurfacePicture? Alignment(MadeBatch batch)
    {
        var shape = batch.Inputs[batch.Moved[0]].Shape;
        if (shape.Rank != 2)
        {
            return null;
        }

        var (times, classes) = (shape[0], shape[1]);
        var pull = Array.ConvertAll(batch.Gradients[0], slope => -slope);
        return new(
            new($"Where along the sequence {batch.Loss.Entry.Inputs[batch.Moved[0]].Name} is pulled up", $"{batch.Loss.Entry.Inputs[batch.Moved[0]].Name} 在序列各处被拉高的程度"),
            new($"Each cell is a number of {times} times and {classes} columns; darker is pulled up more, the lightest are pushed down.", $"共 {times} 个时刻、{classes} 列，每格一个数；颜色越深，越被拉高，最浅处被压低。"),
            new(new("time", "时刻"), 0, times - 1),
            new(new("column", "列"), 0, classes - 1),
            points => Array.ConvertAll(points, p => pull[(Math.Min(times - 1, (int)(p.X * times)) * classes) + Math.Min(classes - 1, (int)(p.Y * classes))]))
        {
            Cells = (times, classes),
        };
    }
}
