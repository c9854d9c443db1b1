using System.Globalization;
using Minima.Lab.Pictures;
using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training;

namespace Minima.Examples.Text;

/// <summary>A small transformer on the text of the project's own documents, beside counted n-grams.</summary>
internal static class TextCommand
{
    private const int LongestGram = 8;
    private const double Temperature = 0.8;

    private static readonly int[] Seeds = [1, 2, 3];
    private static readonly int[] ShownGrams = [2, 3, 5];

    public static void Run(TextWriter output, PictureFolder pictures)
    {
        var corpus = Corpus.OfDocuments();
        output.WriteLine($"docs/*.md and docs/decisions/*.md: {corpus.Training.Length} characters to learn from, {corpus.Test.Length} to judge by, {corpus.Symbols.Count} different; text {corpus.Hash}");
        output.WriteLine();
        var counted = new NGrams(corpus.Training, corpus.Symbols.Count, LongestGram);
        var grams = Enumerable.Range(1, LongestGram).Select(n => counted.BitsPerCharacter(corpus.Test, n)).ToArray();
        var setting = new CharacterSetting();
        var runs = Seeds.Select(seed => Train(corpus, setting, seed)).ToArray();

        var text = new TextTable("", "bits per character");
        for (var n = 1; n <= LongestGram; n++) text.Add($"{n}-grams", Figure(grams[n - 1]));
        for (var i = 0; i < Seeds.Length; i++) text.Add($"transformer, seed {Seeds[i]}", Figure(runs[i].Bits.Test[^1]));
        text.Write(output);
        var sample = new Sample([.. runs.Select(run => run.Bits.Test[^1])]);
        output.WriteLine($"transformer: {Figure(sample.Mean)} ± {Figure(sample.Deviation)}; {runs[0].Model.Module.Parameters.Sum(parameter => parameter.Value.Count)} weights, {runs[0].Steps} steps of {setting.BatchSize} x {setting.Context} characters");
        output.WriteLine();
        output.WriteLine(FormattableString.Invariant($"What seed 1 writes (temperature {Temperature}):"));
        foreach (var line in corpus.Decode(runs[0].Model.Continue(corpus.Encode("# A loss "), 400, Temperature, new RandomState(1))).Split('\n')) output.WriteLine($"> {line}".TrimEnd());
        pictures.Write("transformer", language => Draw(language, grams, [.. runs.Select(run => run.Bits)], runs[0].Steps));
    }

    private static (CharacterModel Model, EpochBits Bits, long Steps) Train(Corpus corpus, CharacterSetting setting, int seed)
    {
        var model = new CharacterModel(corpus.Symbols.Count, setting, new RandomState((ulong)seed));
        var bits = new EpochBits(model, corpus.Test);
        var result = model.Fit(corpus.Training, (ulong)seed, [bits]);
        return (model, bits, result.History[^1].Step);
    }

    private static string Draw(Language language, double[] grams, EpochBits[] runs, long steps)
    {
        var svg = new Svg(840, 420, new Words("A transformer learns to read the documents", "一个 Transformer 学读项目文档").In(language));
        var epochs = runs[0].Test.Count;
        var best = Array.IndexOf(grams, grams.Min()) + 1;
        var panel = new LinePanel
        {
            Title = string.Empty,
            XTitle = new($"step, of {runs[0].StepsOf(epochs, steps)}", $"步数，共 {runs[0].StepsOf(epochs, steps)} 步"),
            YTitle = new("bits per character", "每字符比特数"),
            Y = (1.6, 4.4),
            Levels = [.. ShownGrams.Append(best).Distinct().Select(n => (grams[n - 1], new Words(n == best ? $"{n}-grams, the best: {Figure(grams[n - 1])}" : $"{n}-grams: {Figure(grams[n - 1])}", n == best ? $"{n} 元语法（最优）：{Figure(grams[n - 1])}" : $"{n} 元语法：{Figure(grams[n - 1])}")))],
            Lines =
            [
                .. runs.Select((run, i) => new Series(new($"text kept back, seed {Seeds[i]}", $"留出文本，随机种子 {Seeds[i]}"), [.. run.Test.Select((bits, epoch) => ((double)run.StepsOf(epoch + 1, steps), bits))], i) { HasMarks = true }),
                new(new("training text, seed 1", "训练文本，随机种子 1"), [.. runs[0].Training.Select((bits, epoch) => ((double)runs[0].StepsOf(epoch + 1, steps), bits))], 3),
            ],
        };
        panel.Draw(svg, 84, 50, 720, 280, language);
        Series.Legend(svg, panel.Lines, 20, 800, 396, language);
        return svg.ToString();
    }

    private static string Figure(double bits) => bits.ToString("0.000", CultureInfo.InvariantCulture);
}

/// <summary>Bits for each character after each epoch: of text kept back, and of the training text as the epoch went (dropout on).</summary>
internal sealed class EpochBits(CharacterModel model, int[] test) : TrainingCallback
{
    public List<double> Test { get; } = [];

    public List<double> Training { get; } = [];

    public override void EpochEnded(Trainer trainer, EpochRecord record)
    {
        Test.Add(model.BitsPerCharacter(test));
        Training.Add(record.TrainingLoss / Math.Log(2));
    }

    public long StepsOf(int epoch, long steps) => epoch * steps / Test.Count;
}
