using Minima.Lab.Pictures;
using Minima.Lab.Sampling;

namespace Minima.Lab.DigitGan;

/// <summary>What the code says of the digit, with the term that keeps it readable and without.</summary>
internal sealed class CodeTable(DigitJudge judge, DigitTable samples, int perCode)
{
    public static readonly Words Without = new("code without infogan_mi (baseline)", "有隐码、无 infogan_mi（基线）");
    public static readonly Words With = "InfoGAN";

    private const int Shown = 8;

    private readonly List<(Words Name, double Bits, double Share)> _rows = [];

    public LabTable Table { get; } = new(
        new("what the code says of the digit", "隐码对数字的说明程度"),
        new("network", "网络"),
        new("mutual information, bits", "互信息（比特）"),
        new("of the code's entropy", "占隐码熵的比例"),
        new("commonest digit of a code", "每个码中最常见数字的占比"));

    /// <summary>Of the first seed: a row of digits for each code.</summary>
    public List<(Words Name, double[] Pixels)> Grids { get; } = [];

    public Words Finding => new(
        $"Without the term the code says {Figure.Fixed(_rows[0].Bits, 2).English} bits of the digit, with it {Figure.Fixed(_rows[1].Bits, 2).English}: {Figure.Percent(_rows[1].Share, 0).English} of what it could. No label was used.",
        $"没有该项时，隐码提供关于数字的 {Figure.Fixed(_rows[0].Bits, 2).English} 比特信息，加上之后为 {Figure.Fixed(_rows[1].Bits, 2).English} 比特，是上限的 {Figure.Percent(_rows[1].Share, 0).English}。全程未使用标签。");

    public void Add(Words name, IReadOnlyList<CodedGame> games)
    {
        var seen = games.Select(game => game.Seen(judge, perCode)).ToArray();
        var bits = new Sample([.. seen.Select(Information.Mutual)]);
        var share = bits.Mean / Math.Log2(CodedGame.Codes);
        var purity = seen.Average(counts => counts.Average(row => row.Max() / perCode));
        Table.Add(name, Figure.Spread(bits, 2), Figure.Percent(share, 0), Figure.Percent(purity, 0));
        _rows.Add((name, bits.Mean, share));

        // Of as many samples as the other games are judged by, whatever their codes.
        samples.Add(name, [.. games.Select(game => Judged(game.Samples((judge.Samples / CodedGame.Codes) + 1)))]);
        var all = games[0].Samples(Shown);
        Grids.Add((name, all));
    }

    private double[] Judged(double[] pixels)
    {
        // The last code loses what is too many.
        return pixels[..(judge.Samples * DigitRows.PixelCount)];
    }
}
