using Minima.Lab.Sampling;
using Minima.Lab.Studies;
using Minima.Training.Generative;

namespace Minima.Lab.Autoencoders;

/// <summary>Autoencoders, diffusion and flow matching on digits: samples, reconstructions, bounds.</summary>
internal sealed class AutoencoderExperiment : Experiment
{
    public const string Plain = "VAE";
    public const string Loose = "beta-VAE (0.25)";
    public const string Strict = "beta-VAE (4)";
    public const string Weighted = "IWAE (8)";

    private const int Hidden = 128;
    private const int CodeWidth = 8;

    private static readonly double[] Rates = [0.002, 0.005, 0.0005];
    private static readonly double[] Ridges = [FittedGaussian.UsualRidge, 1e-3, 1e-2];
    private static readonly Measure<CodedFit> Sure = new(fit => fit.Verdict.Sure);

    public override string Name => "vae";

    public override Words Title => new("Codes and noise on digits", "数字上的隐码与噪声");

    public override Words Answer => new(
        "Flow matching comes nearest to unseen digits. A large beta empties the code of a beta-VAE, and its samples show no digits any more.",
        "流匹配的样本最接近未见过的数字。beta 较大时，beta-VAE 的隐码几乎不含信息，其样本不再像数字。");

    public override Words Setting => new(
        "Autoencoders with a code of 8 numbers and layers of 128 units learn the 8x8 digits for 2000 steps. Adam has one of three rates with cosine decay, gradients clipped at norm 1, and batches of 64. The objectives are the bound with Bernoulli and with Gaussian pixels, two values of beta, eight importance samples, and a codebook. A digit takes 4 of the codebook's 32 entries; new digits are drawn by a Markov chain of entries. DDPM and flow matching have three layers of 256 units and twice the steps. Samples are judged as in digit-gan, and settings chosen by their distance to digits that do not judge. The baseline is one Gaussian with the mean and covariance of the pixels, which chooses among three ridges on its covariance; the training digits themselves stand below. The second table shows what codes keep: the squared error per pixel of digits that were never seen, and the distance of the codes from the prior. For Bernoulli pixels it adds minus the bounds on the likelihood by 1 and by 64 samples, in nats. For comparison it has the mean digit, and pixels drawn independently of each other.",
        "自编码器的隐码为 8 维，每层 128 个单元，在 8x8 数字上训练 2000 步（Adam，余弦衰减，学习率从三个值中选择，梯度范数不超过 1，批大小 64）。参与比较的有：像素取伯努利似然与高斯似然的证据下界、两种 beta、八个重要性样本，以及含 32 个条目的码本（每个数字用 4 个条目，新样本由条目的马尔可夫链生成）。DDPM 与流匹配有三层，每层 256 个单元，训练步数加倍。样本的评判方法同 digit-gan；设置按样本与不参与评判的数字之间的距离选定。基线为单个高斯（按像素的均值与协方差拟合），它从三个协方差岭参数中选择；表末列出训练集中的数字本身。第二张表说明隐码保留了什么：未见过的数字每个像素的平方误差、隐码与先验的距离，以及像素取伯努利似然时，由 1 个与 64 个样本求得的对数似然下界的相反数（奈特）。作为对照，表中还列出平均数字，以及各像素相互独立的分布。");

    public override LabReport Run(LabRun run)
    {
        var judge = new DigitJudge(run.Seed, run.Of(1500, 20));
        var outcome = Compared(run, judge).RunAlone(run);
        var trials = run.JudgingSeeds.Select(seed => (Digits: new DigitSet(Trial.ToJudge(run, seed)), Seed: seed)).ToArray();
        JudgedDigits[] real = [.. trials.Select(trial => judge.Real(trial.Digits, new RandomState((ulong)trial.Seed).Fork("drawn")))];
        var samples = DigitTable.Of(outcome);
        DigitTable.Add(samples, new("digits of the training rows", "训练集中的数字"), real);
        var means = trials.Select(trial => CodedFit.MeanDigit(trial.Digits)).ToArray();
        var independent = new Sample([.. means.Select(mean => mean.Nats)]);
        return new LabReport(
            [samples, CodesTable(outcome, new([.. means.Select(mean => mean.Error)]), independent, Many(run))],
            [.. Findings(outcome, independent, Many(run))],
            language => AutoencoderPicture.Draw(Title, [(new("training digits", "训练集数字"), real[0].Pixels), .. outcome.Methods.Select(method => (method.Name, method.Results[0].Pixels))], language));
    }

    /// <summary>Every model, tuned; one Gaussian first.</summary>
    internal static Study<CodedFit> Compared(LabRun run, DigitJudge judge)
    {
        const int pixels = DigitRows.PixelCount;
        var (steps, many) = (run.Of(2000, 3, 600), Many(run));
        return new(
            [
                StudyMethod<CodedFit>.Of(new("one Gaussian", "单个高斯"), new("ridge", "岭参数"), Ridges, (trial, ridge) =>
                    CodedFit.WithoutCodes(judge.Gaussian(new DigitSet(trial), ridge, new RandomState((ulong)trial.Seed).Fork("drawn")))),
                Coded(Plain),
                Coded(new("VAE, Gaussian pixels", "VAE，高斯像素"), CodeLikelihood.Gaussian),
                Coded(Loose, beta: 0.25),
                Coded(Strict, beta: 4),
                Coded(Weighted, samples: 8),
                Method("VQ-VAE", (_, random) => new QuantizedModel(pixels, Hidden, places: 4, entries: 32, random)),
                Method("DDPM", (digits, random) => new DiffusionModel(pixels, 2 * Hidden, Scale(digits), random)),
                Method(new("flow matching", "流匹配"), (digits, random) => new PathModel(pixels, 2 * Hidden, Scale(digits), random)),
            ],
            new(fit => fit.Verdict.Distance, IsError: true),
            tuningSeeds: 1);

        StudyMethod<CodedFit> Coded(Words name, CodeLikelihood likelihood = CodeLikelihood.Bernoulli, double beta = 1, int samples = 1) =>
            Method(name, (_, random) => new CodedModel(name, pixels, Hidden, CodeWidth, likelihood, random, beta, samples));

        StudyMethod<CodedFit> Method(Words name, Func<DigitSet, RandomState, GenerativeModel> make) => StudyMethod<CodedFit>.Of(name, new("rate", "学习率"), Rates, (trial, rate) =>
        {
            var digits = new DigitSet(trial);
            return CodedFit.Of(make(digits, new RandomState((ulong)trial.Seed)), digits, judge, trial.Seed, steps, rate, many);
        });

        static Standard Scale(DigitSet digits) => Standard.Of(Array.ConvertAll(digits.Training, pixel => (double)pixel));
    }

    /// <summary>Only the models that give a bound on the likelihood, by which they are compared with the plain one.</summary>
    internal static StudyOutcome<CodedFit> WithBounds(StudyOutcome<CodedFit> outcome) =>
        new(new(fit => fit.Many, IsError: true), [outcome[Plain], .. outcome.Methods.Where(method => method.Name.English is Loose or Strict or Weighted)]);

    private static int Many(LabRun run) => run.Of(64, 2);

    private static LabTable CodesTable(StudyOutcome<CodedFit> outcome, Sample error, Sample independent, int many)
    {
        var table = new LabTable(
            new("codes of digits that were never seen, with 95 % intervals over seeds", "未见过的数字的隐码，附种子间的 95% 置信区间"),
            new("model", "模型"),
            new("squared error of a pixel", "每像素平方误差"),
            new("nats of the code", "隐码的奈特数"),
            new("bound, 1 sample", "界（1 个样本）"),
            new($"bound, {many} samples", $"界（{many} 个样本）"));
        table.Add(new("mean digit, independent pixels", "平均数字，像素独立"), Figure.Mean(error, 4), Figure.Fixed(0, 2), Figure.Mean(independent, 2), Figure.Mean(independent, 2));
        foreach (var method in outcome.Methods.Where(method => !double.IsNaN(method.Results[0].Error)))
        {
            table.Add(method.Name, Cell(method, fit => fit.Error, 4), Cell(method, fit => fit.Rate), Cell(method, fit => fit.One), Cell(method, fit => fit.Many));
        }

        return table;

        static Words Cell(StudiedMethod<CodedFit> method, Func<CodedFit, double> figure, int digits = 2)
        {
            var sample = method.Over(figure);
            return double.IsNaN(sample.Mean) ? "" : Figure.Mean(sample, digits);
        }
    }

    private static IEnumerable<Words> Findings(StudyOutcome<CodedFit> outcome, Sample independent, int many)
    {
        yield return StudyFindings.Verdicts(outcome, new("Nearer to unseen digits", "与未见过的数字更接近"), sample => Figure.Mean(sample, 4));
        yield return StudyFindings.Verdicts(outcome, new("Samples of which the classifier is sure", "分类器确信的样本"), sample => Figure.PercentMean(sample, 0), Sure);
        yield return new(
            "The distance sees mostly mean and covariance, which one Gaussian has as they are; the classifier sees digits.",
            "该距离主要反映均值与协方差，而单个高斯的这两项恰好与数据相同；分类器识别的才是数字。");
        yield return StudyFindings.Verdicts(WithBounds(outcome), new($"Lower bounds by {many} samples, the VAE being the baseline", $"以 VAE 为基线，{many} 个样本的界更低"), sample => Figure.Mean(sample, 2));
        var (plain, strict, weighted) = (outcome[Plain], outcome[Strict], outcome[Weighted]);

        // What the code costs is part of the bound.
        var saved = new Sample([.. plain.Results.Zip(independent.Values, (fit, nats) => (nats - (fit.One - fit.Rate)) / fit.Rate)]);
        yield return new(
            $"In the VAE a nat of the code saves {Figure.Mean(saved, 2).English} nats of pixels, in the mean over the code; beta 4 asks 4 for it. So the code goes from {Nats(plain, fit => fit.Rate)} to {Nats(strict, fit => fit.Rate)} nats under beta 4, and the squared error from {Error(plain)} to {Error(strict)}.",
            $"在 VAE 中，隐码的每一奈特平均使像素的负对数似然减少 {Figure.Mean(saved, 2).English} 奈特，而 beta 取 4 时，每一奈特的代价是 4。因此 beta 取 4 时，隐码由 {Nats(plain, fit => fit.Rate)} 奈特变为 {Nats(strict, fit => fit.Rate)} 奈特，平方误差由 {Error(plain)} 变为 {Error(strict)}。");
        yield return new(
            $"By {many} samples the bound of the VAE goes from {Nats(plain, fit => fit.One)} to {Nats(plain, fit => fit.Many)} nats; that of the IWAE, which was trained by 8, from {Nats(weighted, fit => fit.One)} to {Nats(weighted, fit => fit.Many)}.",
            $"改用 {many} 个样本后，VAE 的界由 {Nats(plain, fit => fit.One)} 奈特变为 {Nats(plain, fit => fit.Many)} 奈特；以 8 个样本训练的 IWAE 由 {Nats(weighted, fit => fit.One)} 奈特变为 {Nats(weighted, fit => fit.Many)} 奈特。");

        static string Nats(StudiedMethod<CodedFit> method, Func<CodedFit, double> figure) => Figure.Mean(method.Over(figure), 2).English;

        static string Error(StudiedMethod<CodedFit> method) => Figure.Mean(method.Over(fit => fit.Error), 4).English;
    }
}
