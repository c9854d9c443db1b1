namespace Minima.Pages;

/// <summary>Pictures of a loss of boxes: two boxes with the gradient at the corners, and the value as a box moves past the other and grows.</summary>
internal static class BoxPictures
{
    private const int Points = 241;
    private const double Reach = 4;
    private const double Largest = 3;

    private static readonly double[] Target = [0, 0, 2, 2];
    private static readonly double[] Beside = [0.8, 0.5, 3.4, 1.9];

    public static IReadOnlyList<LossPicture> Of(Loss loss)
    {
        var shifts = PictureAxis.Spaced(-Reach, Reach, Points);
        var sizes = PictureAxis.Spaced(0, Largest, Points);
        return
        [
            new BoxPicture(
                new("A predicted box and where its corners are pulled", "预测框及其角点所受的拉力"),
                new("Against the gradient; the length says how hard.", "沿梯度的反方向；箭头越长，拉力越大。"),
                Target,
                Beside,
                At(loss, [Beside]).Gradient),
            new CurvePicture(
                new("Value as a box of the same size moves past the target", "同样大小的框平移经过目标框时的函数值"),
                new("The target is 2 wide: at ±2 the boxes touch, beyond they lie apart.", "目标框宽 2：位移为 ±2 时两框相接，超过则分离。"),
                new("shift", "位移"),
                -Reach,
                Reach,
                [(new("value", "函数值"), At(loss, [.. shifts.Select(s => Array.ConvertAll(Target, x => x).Moved(s))]).Values)]),
            new CurvePicture(
                new("Value as a box about the same centre grows", "同中心的框逐渐变大时的函数值"),
                new("1 is the size of the target.", "1 为目标框的大小。"),
                new("size", "大小"),
                0,
                Largest,
                [(new("value", "函数值"), At(loss, [.. sizes.Select(s => new[] { 1 - s, 1 - s, 1 + s, 1 + s })]).Values)]),
        ];
    }

    private static double[] Moved(this double[] box, double shift) => [box[0] + shift, box[1], box[2] + shift, box[3]];

    private static (double[] Values, double[] Gradient) At(Loss loss, double[][] boxes)
    {
        var (values, gradient) = (new double[boxes.Length], new double[4 * boxes.Length]);
        loss.Evaluate(new LossBatch<double>
        {
            Prediction = boxes.SelectMany(box => box).ToArray(),
            Target = Enumerable.Repeat(Target, boxes.Length).SelectMany(box => box).ToArray(),
            Terms = values,
            Gradient = gradient,
            Reduction = Reduction.Sum,
        });
        return (values, gradient);
    }
}
