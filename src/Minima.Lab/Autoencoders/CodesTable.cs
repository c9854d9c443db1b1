using Minima.Lab.Pictures;
using Minima.Lab.Sampling;

namespace Minima.Lab.Autoencoders;

/// <summary>What codes keep of digits, and what they cost.</summary>
internal sealed class CodesTable
{
    public static readonly Words Plain = "VAE";
    public static readonly Words Beta = "beta-VAE (4)";
    public static readonly Words Weighted = "IWAE (8)";

    private readonly Tensor _heldOut;
    private readonly double[] _pixels;
    private readonly int _samples;
    private readonly double _independent;
    private readonly Dictionary<Words, (double Error, double Rate, double One, double Many)> _coded = [];

    /// <param name="digits">The data.</param>
    /// <param name="samples">Of the tighter bound.</param>
    public CodesTable(DigitSet digits, int samples)
    {
        _samples = samples;
        _heldOut = digits.AllHeldOut().Keep();
        _pixels = _heldOut.ToArray();
        var mean = new double[DigitRows.PixelCount];
        for (var i = 0; i < digits.Training.Length; i++) mean[i % mean.Length] += digits.Training[i] / (double)digits.Rows;
        Table = new(
            new("codes of digits that were never seen", "未见过的数字的隐码"),
            new("model", "模型"),
            new("squared error of a pixel", "每像素平方误差"),
            new("nats of the code", "隐码的纳特数"),
            new("bound, 1 sample", "界（1 个样本）"),
            new($"bound, {samples} samples", $"界（{samples} 个样本）"));
        _independent = Independent(mean);
        var nats = Figure.Fixed(_independent, 2);
        Table.Add(new("mean digit, independent pixels (baseline)", "平均数字，像素独立（基线）"), Figure.Fixed(Error([.. Enumerable.Range(0, _pixels.Length).Select(i => mean[i % mean.Length])]), 4), Figure.Fixed(0, 2), nats, nats);
    }

    public LabTable Table { get; }

    public IEnumerable<Words> Findings
    {
        get
        {
            var (plain, beta, weighted) = (_coded[Plain], _coded[Beta], _coded[Weighted]);

            // What the code costs is part of the bound.
            var saved = Figure.Fixed((_independent - (plain.One - plain.Rate)) / plain.Rate, 2).English;
            yield return new(
                $"In the VAE a nat of the code saves {saved} nats of pixels, in the mean over the code; beta 4 asks 4 for it.",
                $"在 VAE 中，隐码的每个纳特平均为像素节省 {saved} 纳特，而 beta 取 4 时每个纳特要付出 4。");
            yield return new(
                $"beta 4 takes the code from {Figure.Fixed(plain.Rate, 2).English} to {Figure.Fixed(beta.Rate, 2).English} nats, and the squared error from {Figure.Fixed(plain.Error, 4).English} to {Figure.Fixed(beta.Error, 4).English}.",
                $"beta 取 4 时，隐码由 {Figure.Fixed(plain.Rate, 2).English} 纳特变为 {Figure.Fixed(beta.Rate, 2).English} 纳特，平方误差由 {Figure.Fixed(plain.Error, 4).English} 变为 {Figure.Fixed(beta.Error, 4).English}。");
            yield return new(
                $"By {_samples} samples the bound of the VAE goes from {Figure.Fixed(plain.One, 2).English} to {Figure.Fixed(plain.Many, 2).English} nats; that of the IWAE, which was trained by 8, from {Figure.Fixed(weighted.One, 2).English} to {Figure.Fixed(weighted.Many, 2).English}.",
                $"用 {_samples} 个样本时，VAE 的界由 {Figure.Fixed(plain.One, 2).English} 变为 {Figure.Fixed(plain.Many, 2).English} 纳特；以 8 个样本训练的 IWAE 由 {Figure.Fixed(weighted.One, 2).English} 变为 {Figure.Fixed(weighted.Many, 2).English} 纳特。");
        }
    }

    /// <summary>A row of the means over seeds, for models that rebuild.</summary>
    public void Add(IReadOnlyList<GenerativeModel> models)
    {
        if (models[0] is QuantizedModel)
        {
            Table.Add(models[0].Name, Figure.Fixed(models.Average(model => Error(Fitting.Said(() => ((QuantizedModel)model).Rebuilt(_heldOut)))), 4), "", "", "");
        }
        else if (models[0] is CodedModel first)
        {
            var all = models.Cast<CodedModel>().ToArray();
            var error = all.Average(model => Error(Fitting.Said(() => model.Model.Forward(_heldOut))));
            var rate = all.Average(model => model.Rate(_heldOut));
            var isBernoulli = first.IsBernoulli;
            var (one, many) = isBernoulli ? (all.Average(model => model.Bound(_heldOut, 1)), all.Average(model => model.Bound(_heldOut, _samples))) : (0, 0);
            _coded[first.Name] = (error, rate, one, many);
            Table.Add(first.Name, Figure.Fixed(error, 4), Figure.Fixed(rate, 2), isBernoulli ? Figure.Fixed(one, 2) : "", isBernoulli ? Figure.Fixed(many, 2) : "");
        }
    }

    private double Error(double[] rebuilt) => rebuilt.Zip(_pixels, (said, pixel) => (said - pixel) * (said - pixel)).Average();

    /// <summary>Minus the log-likelihood of pixels that know nothing of each other.</summary>
    private double Independent(double[] mean)
    {
        double sum = 0;
        for (var i = 0; i < _pixels.Length; i++)
        {
            var ink = Math.Clamp(mean[i % mean.Length], 1e-3, 1 - 1e-3);
            sum -= (_pixels[i] * Math.Log(ink)) + ((1 - _pixels[i]) * Math.Log(1 - ink));
        }

        return sum * DigitRows.PixelCount / _pixels.Length;
    }
}
