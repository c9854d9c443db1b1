namespace Minima.Pages;

/// <summary>Pictures of a loss of a few sums: the value on the way from a prediction of nothing to the target, and further to far too much.</summary>
internal static class SumPictures
{
    private const int Points = 241;
    private const int Elements = 48;
    private const int Marked = 12;
    private const double Reach = 2.5;

    public static IReadOnlyList<LossPicture> Of(Loss loss) => OfMasks(loss) ? [Masks(loss)] : [Scale(loss)];

    /// <summary>True if targets are 0 and 1: the predictions are the pixels of a region.</summary>
    private static bool OfMasks(Loss loss) => !loss.DomainOf(0).IsReal || !loss.DomainOf(1).IsReal;

    private static CurvePicture Masks(Loss loss)
    {
        var target = Enumerable.Range(0, Elements).Select(i => i < Marked ? 1.0 : 0).ToArray();
        var places = PictureAxis.Spaced(-1, 1, Points);

        // Scores cover logits from -4 to 4.
        double Of(double share) => loss.DomainOf(0).IsReal ? (8 * share) - 4 : share;
        var heights = Array.ConvertAll(places, place => Value(loss, [.. target.Select(t => Of(place < 0 ? t * (1 + place) : t == 1 ? 1 : place))], target));
        return new(
            new("Value on the way from nothing marked to everything marked", "从“什么都不标”到“全部标出”途中的函数值"),
            new(
                $"At -1 the mask is empty, at 0 it is the target ({Marked} of {Elements} elements), at 1 every element is marked.",
                $"-1 处掩码为空，0 处与目标一致（{Elements} 个元素中的 {Marked} 个），1 处全部标出。"),
            new("mask", "掩码"),
            -1,
            1,
            [(new("value", "函数值"), heights)]);
    }

    private static CurvePicture Scale(Loss loss)
    {
        var target = Enumerable.Range(0, Elements).Select(i => 1 + Math.Sin(0.7 * i)).ToArray();
        var places = PictureAxis.Spaced(-Reach + 1, Reach + 1, Points);
        return new(
            new("Value as the target times a factor is predicted", "预测为目标的若干倍时的函数值"),
            new("1 is the target itself; 0 predicts nothing.", "1 即目标本身；0 表示预测全为零。"),
            new("factor", "倍数"),
            places[0],
            places[^1],
            [(new("value", "函数值"), Array.ConvertAll(places, factor => Value(loss, Array.ConvertAll(target, t => factor * t), target)))]);
    }

    private static double Value(Loss loss, double[] prediction, double[] target)
    {
        if (!Array.TrueForAll(prediction, loss.DomainOf(0).Contains))
        {
            return double.NaN;
        }

        // A loss of two classes sees the region and its complement.
        var batch = loss.Entry.Sums!.Classes == 2
            ? new LossBatch<double> { Prediction = WithRest(prediction), Target = WithRest(target), Rows = 1, Classes = 2 }
            : loss.Groups == SumGroups.ClassesOfBatch ? new LossBatch<double> { Prediction = prediction, Target = target, Rows = Elements / 2, Classes = 2 }
            : new LossBatch<double> { Prediction = prediction, Target = target };
        return loss.Evaluate(batch).Value;
    }

    private static double[] WithRest(double[] shares) => [.. shares.Select(share => 1 - share), .. shares];
}
