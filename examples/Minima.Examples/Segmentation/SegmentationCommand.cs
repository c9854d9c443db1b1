using System.Globalization;
using Minima.Lab.Pictures;
using Minima.Tensors.Randomness;

namespace Minima.Examples.Segmentation;

/// <summary>Small shapes on noise, found by one network trained with nine losses.</summary>
internal static class SegmentationCommand
{
    private const int TrainingImages = 200;
    private const int TestImages = 300;
    private const int Epochs = 30;

    private static readonly int[] Seeds = [1, 2, 3, 4, 5];

    public static void Run(TextWriter output, PictureFolder pictures)
    {
        var runs = MaskLoss.All.Select(_ => new List<MaskRun>()).ToArray();
        var everything = new List<MaskScore>();
        ShapeImages? shown = null;
        foreach (var seed in Seeds)
        {
            var random = new RandomState((ulong)seed);
            var training = ShapeImages.Draw(random.Fork("training images"), TrainingImages);
            var test = ShapeImages.Draw(random.Fork("test images"), TestImages);
            shown ??= test;
            everything.Add(MaskScore.Of(Array.ConvertAll(test.Masks, _ => 1f), test));
            for (var i = 0; i < runs.Length; i++) runs[i].Add(MaskRun.Of(MaskLoss.All[i], training, test, seed, Epochs));
        }

        Write(output, shown!, everything, runs);
        pictures.Write("segmentation", language => SegmentationPicture.Draw(language, shown!, [.. runs.Select(run => run[0].Probabilities)]));
    }

    private static void Write(TextWriter output, ShapeImages test, List<MaskScore> everything, List<MaskRun>[] runs)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ShapeImages.Side}x{ShapeImages.Side} pixels, {100 * test.Foreground:0.0} % of them shapes; {TrainingImages} images to learn from, {TestImages} to judge by, {Epochs} epochs, mean ± deviation over {Seeds.Length} seeds"));
        var text = new TextTable("loss", "Dice", "IoU", "marked", "best threshold", "Dice there");
        text.Add("nothing marked", "0.000", "0.000", "0.0 %", "", "");
        text.Add("everything marked", Figure(new([.. everything.Select(score => score.Dice)])), Figure(new([.. everything.Select(score => score.Iou)])), "100.0 %", "", "");
        for (var i = 0; i < runs.Length; i++)
        {
            text.Add(
                MaskLoss.All[i].Name,
                Figure(Of(run => run.Half.Dice)),
                Figure(Of(run => run.Half.Iou)),
                string.Create(CultureInfo.InvariantCulture, $"{100 * Of(run => run.Half.Marked).Mean:0.0} %"),
                string.Create(CultureInfo.InvariantCulture, $"{Of(run => run.Threshold).Mean:0.00}"),
                Figure(Of(run => run.Best.Dice)));

            Sample Of(Func<MaskRun, double> figure) => new([.. runs[i].Select(figure)]);
        }

        text.Write(output);
    }

    private static string Figure(Sample sample) => string.Create(CultureInfo.InvariantCulture, $"{sample.Mean:0.000} ± {sample.Deviation:0.000}");
}
