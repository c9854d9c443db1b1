using Minima.Lab.Pictures;

namespace Minima.Lab.Sampling;

/// <summary>The table of samples of digits, beside one Gaussian and digits of the training rows.</summary>
internal sealed class DigitTable
{
    private readonly DigitJudge _judge;

    public DigitTable(DigitSet digits, DigitJudge judge)
    {
        _judge = judge;
        var random = new RandomState(5);
        var pixels = Array.ConvertAll(digits.Training, pixel => (double)pixel);
        Gaussian = [.. new FittedGaussian(pixels, DigitRows.PixelCount).Draw(judge.Samples, random).Select(pixel => Math.Clamp(pixel, 0, 1))];
        Real = Array.ConvertAll(Fitting.Taken(digits.Training, DigitRows.PixelCount, digits.DrawRows(judge.Samples, random)), pixel => (double)pixel);
        Table = new(
            new("samples against digits that were never seen", "样本与未见过的数字相比"),
            new("model", "模型"),
            new("distance", "距离"),
            "MMD",
            new("digits found, of 10", "找到的数字（共 10）"),
            new("surely a digit", "确信为数字"));
        Add(new("one Gaussian (baseline)", "单个高斯（基线）"), [Gaussian]);
        Add(new("digits of the training rows", "训练集中的数字"), [Real]);
    }

    public LabTable Table { get; }

    public double[] Gaussian { get; }

    public double[] Real { get; }

    /// <summary>A row of the means over seeds.</summary>
    public IReadOnlyList<DigitVerdict> Add(Words name, IReadOnlyList<double[]> samples)
    {
        var verdicts = samples.Select(_judge.Judge).ToArray();
        Table.Add(
            name,
            Figure.Fixed(verdicts.Average(verdict => verdict.Distance), 4),
            Figure.Fixed(verdicts.Average(verdict => verdict.Discrepancy), 4),
            Figure.Fixed(verdicts.Average(verdict => verdict.Classes), 1),
            Figure.Percent(verdicts.Average(verdict => verdict.Sure), 0));
        return verdicts;
    }
}
