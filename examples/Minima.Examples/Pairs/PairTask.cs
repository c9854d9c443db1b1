using Minima.Tabular;
using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training;

namespace Minima.Examples.Pairs;

/// <summary>Two small networks, one for images of digits and one for words, that meet in one space.</summary>
internal sealed class PairTask
{
    private const int Hidden = 64;
    private const int Width = 16;
    private const int Batch = 64;
    private const double LearningRate = 0.003;

    private readonly BundledTable _table;
    private readonly Sequential _images;
    private readonly Sequential _words;

    private PairTask(BundledTable table, RandomState random)
    {
        _table = table;
        _images = Models.Mlp(DigitRows.PixelCount, [Hidden], Width, random.Fork("images"));
        _words = Models.Mlp(DigitWords.Width, [Hidden], Width, random.Fork("words"));
    }

    /// <summary>Trained on pairs of an image and one of the words of its digit, drawn anew each time.</summary>
    public static PairTask Trained(PairLoss loss, BundledTable table, int[] rows, int epochs, int seed)
    {
        var random = new RandomState((ulong)seed);
        var task = new PairTask(table, random.Fork("weights"));
        var words = random.Fork("choice of words");

        // The papers' starts: a scale of 10, and for siglip a bias that calls most pairs wrong.
        var scale = new Parameter("scale", Tensor.Of([(float)Math.Log(10)], [1]).WithGradient());
        var bias = new Parameter("bias", Tensor.Of([-10f], [1]).WithGradient());
        Fitting.Run([.. task._images.Parameters, .. task._words.Parameters, scale, bias], rows.Length, Batch, epochs, LearningRate, random.Fork("order"), batch =>
        {
            var chosen = Array.ConvertAll(batch, i => rows[i]);
            var texts = Array.ConvertAll(chosen, row => DigitWords.ByDigit[(int)table.Target[row]][words.NextInt(DigitWords.ByDigit[0].Length)]);
            return loss.Apply(task.OfImages(chosen), task.OfWords(texts), scale.Value, bias.Value);
        });
        return task;
    }

    /// <summary>How often the nearest word is one of the image's digit, and how many of the ten images nearest to a word show its digit.</summary>
    public (double ImageToWord, double WordToImage) Judge(int[] rows)
    {
        var images = Fitting.Outputs(() => OfImages(rows)).Chunk(Width).ToArray();
        var words = Fitting.Outputs(() => OfWords([.. DigitWords.All.Select(one => one.Word)])).Chunk(Width).ToArray();
        return Judge(images, _table.LabelsOf(rows), words, [.. DigitWords.All.Select(one => one.Digit)]);
    }

    /// <inheritdoc cref="Judge(int[])"/>
    public static (double ImageToWord, double WordToImage) Judge(double[][] images, int[] digits, double[][] words, int[] digitsOfWords)
    {
        const int most = 10;
        double Likeness(int image, int word) => images[image].Zip(words[word], (a, b) => a * b).Sum();
        var found = Enumerable.Range(0, images.Length).Average(image => digitsOfWords[Enumerable.Range(0, words.Length).MaxBy(word => Likeness(image, word))] == digits[image] ? 1.0 : 0);
        var shown = Enumerable.Range(0, words.Length).Average(word => Enumerable.Range(0, images.Length).OrderByDescending(image => Likeness(image, word)).Take(most).Average(image => digits[image] == digitsOfWords[word] ? 1.0 : 0));
        return (found, shown);
    }

    /// <summary>The likeness of the mean image of each digit to each word, digit by digit.</summary>
    public double[] Likeness(int[] rows)
    {
        var images = Fitting.Outputs(() => OfImages(rows)).Chunk(Width).ToArray();
        var labels = _table.LabelsOf(rows);
        var words = Fitting.Outputs(() => OfWords([.. DigitWords.All.Select(one => one.Word)])).Chunk(Width).ToArray();
        return [.. Enumerable.Range(0, DigitRows.Classes).SelectMany(digit => words.Select(word => images.Where((_, i) => labels[i] == digit).Average(image => image.Zip(word, (a, b) => a * b).Sum())))];
    }

    private Tensor OfImages(int[] rows) => Normalized(_images.Forward(Tensor.Of(DigitRows.Pixels(_table, rows), [rows.Length, DigitRows.PixelCount])));

    private Tensor OfWords(string[] words) => Normalized(_words.Forward(Tensor.Of(DigitWords.Rows(words), [words.Length, DigitWords.Width])));

    private static Tensor Normalized(Tensor x) => x / ((x * x).Sum(^1, keep: true) + 1e-12).Sqrt().BroadcastTo(x.Shape);
}
