using System.Globalization;
using Minima.Tabular;
using Split = Minima.Lab.Split;

namespace Minima.Examples.Pairs;

/// <summary>The image of a digit and its word: which losses bring the two together.</summary>
internal static class PairsCommand
{
    private const int Epochs = 20;

    private static readonly int[] Seeds = [1, 2, 3, 4, 5];

    public static void Run(TextWriter output, PictureFolder pictures)
    {
        var table = BundledTable.Digits();
        output.WriteLine($"Images of digits and {DigitWords.All.Length} words of six languages; test images, {Epochs} epochs, mean ± deviation over {Seeds.Length} seeds");
        var text = new TextTable("loss", "image to word, recall@1", "word to image, precision@10");
        text.Add("chance", "0.100", "0.100");
        double[]? likeness = null;
        foreach (var loss in PairLoss.All)
        {
            var results = new List<(double ImageToWord, double WordToImage)>();
            foreach (var seed in Seeds)
            {
                var split = Split.Of(table, seed);
                var task = PairTask.Trained(loss, table, split.Training, Epochs, seed);
                results.Add(task.Judge(split.Test));
                if (loss == PairLoss.All[^1] && seed == Seeds[0]) likeness = task.Likeness(split.Test);
            }

            text.Add(loss.Name, Text(results.Select(r => r.ImageToWord)), Text(results.Select(r => r.WordToImage)));
        }

        text.Write(output);
        pictures.Write("pairs", language => Draw(language, likeness!));
    }

    private static string Text(IEnumerable<double> values)
    {
        var sample = new Sample([.. values]);
        return string.Create(CultureInfo.InvariantCulture, $"{sample.Mean:0.000} ± {sample.Deviation:0.000}");
    }

    private static string Draw(Language language, double[] likeness)
    {
        const int size = 15, left = 60, top = 110;
        var words = DigitWords.All;
        var svg = new Svg(left + (words.Length * size) + 24, top + (DigitRows.Classes * size) + 60, new Words("How like the images of each digit are to each word (clip)", "各数字图像与各单词的相似度（clip）").In(language));
        svg.Pixels(left, top, size, words.Length, [.. likeness.Select(Shade)]);
        svg.Box(left, top, words.Length * size, DigitRows.Classes * size, "none", Svg.Frame);
        for (var digit = 0; digit < DigitRows.Classes; digit++) svg.Text(left - 8, top + (digit * size) + 12, digit.ToString(CultureInfo.InvariantCulture), Anchor.End);
        for (var word = 0; word < words.Length; word++) svg.Text(left + (word * size) + 11, top - 6, words[word].Word, size: 10, isUpright: true);
        svg.Text(left + (words.Length * size / 2.0), top + (DigitRows.Classes * size) + 34, new Words("darker is more alike", "颜色越深，越相似").In(language), Anchor.Middle);
        return svg.ToString();
    }

    private static string Shade(double cosine)
    {
        var level = 255 - (int)(17 * Math.Round(Math.Clamp(cosine, 0, 1) * 12));
        return FormattableString.Invariant($"#{level:x2}{level:x2}{255:x2}");
    }
}
