using Minima.Lab.Pictures;
using Minima.Lab.Sampling;
using Minima.Training.Generative;

namespace Minima.Lab.Autoencoders;

/// <summary>Autoencoders, diffusion and flow matching on digits: samples, reconstructions, bounds.</summary>
internal sealed class AutoencoderExperiment : Experiment
{
    private const int Hidden = 128;
    private const int CodeWidth = 8;
    private const int BatchSize = 64;
    private const int NoiseFactor = 3;
    private const double LearningRate = 2e-3;

    public override string Name => "vae";

    public override Words Title => new("Codes and noise on digits", "数字上的隐码与噪声");

    public override int Seeds => 2;

    public override Words Setting => new(
        "Autoencoders with a code of 8 numbers and layers of 128 units learn the 8x8 digits for the same number of steps (Adam at 0.002, cosine decay, gradients held to norm 1, batches of 64): the bound with Bernoulli and with Gaussian pixels, two values of beta, eight importance samples, and a codebook of 32 entries of which a digit takes 4 (new ones drawn by a chain of entries). DDPM and flow matching have three layers of 256 units and three times the steps. Samples are judged as in digit-gan. Below, what codes keep: the squared error per pixel of digits that were never seen, how far codes lie from the prior, and minus the bounds on their likelihood by 1 and by 64 samples in nats, for those whose pixels are Bernoulli; the baselines are the mean digit, and pixels drawn independently of each other.",
        "自编码器的隐码为 8 个数、每层 128 个单元，在 8x8 数字上训练相同的步数（Adam，学习率 0.002，余弦衰减，梯度范数不超过 1，批大小 64）：像素取伯努利与高斯似然的证据下界、两种 beta、八个重要性样本，以及含 32 个条目的码本（每个数字取 4 个条目，新样本按条目的链抽取）。DDPM 与流匹配为三层、每层 256 个单元，步数为三倍。样本的评判方式同 digit-gan。其后是隐码保留了什么：未见过的数字每个像素的平方误差、隐码与先验的距离，以及像素取伯努利似然时由 1 个与 64 个样本得到的负似然下界（纳特）；基线为平均数字，以及各像素相互独立的分布。");

    public override LabReport Run(LabRun run)
    {
        var seeds = run.SeedsFrom(small: 1);
        var steps = run.Of(4000, 3);
        const int pixels = DigitRows.PixelCount;
        run.Parts = 9;
        run.Begin("classifier");
        var digits = new DigitSet();
        var judge = new DigitJudge(digits, run.Of(1500, 20));
        var samples = new DigitTable(digits, judge);
        var codes = new CodesTable(digits, run.Of(64, 2));
        var standard = Standard.Of(Array.ConvertAll(digits.Training, pixel => (double)pixel));
        var grids = new List<(Words Name, double[] Pixels)> { (new("training digits", "训练集数字"), samples.Real), (new("one Gaussian", "单个高斯"), samples.Gaussian) };
        var verdicts = new List<(Words Name, double Distance, double Sure)>();
        foreach (var make in Makers())
        {
            var models = seeds.Select(seed => make(new RandomState((ulong)seed))).ToArray();
            run.Begin(models[0].Name.English);
            var isNoise = models[0] is DiffusionModel or PathModel;
            for (var i = 0; i < models.Length; i++)
            {
                var rows = new RandomState((ulong)seeds[i]).Fork("rows");
                models[i].Train(isNoise ? NoiseFactor * steps : steps, LearningRate, () => digits.Batch(BatchSize, rows), digits.AllTraining());
            }

            var drawn = models.Select(model => (double[])[.. model.Drawn(judge.Samples, 7).Select(pixel => Math.Clamp(pixel, 0, 1))]).ToArray();
            var judged = samples.Add(models[0].Name, drawn);
            verdicts.Add((models[0].Name, judged.Average(verdict => verdict.Distance), judged.Average(verdict => verdict.Sure)));
            grids.Add((models[0].Name, drawn[0]));
            codes.Add(models);
        }

        return new LabReport([samples.Table, codes.Table], [Nearest(verdicts), AgainstGaussian(verdicts, judge.Judge(samples.Gaussian)), .. codes.Findings], language => AutoencoderPicture.Draw(Title, grids, language));

        IEnumerable<Func<RandomState, GenerativeModel>> Makers() =>
        [
            random => new CodedModel(CodesTable.Plain, pixels, Hidden, CodeWidth, CodeLikelihood.Bernoulli, random),
            random => new CodedModel(new("VAE, Gaussian pixels", "VAE，高斯像素"), pixels, Hidden, CodeWidth, CodeLikelihood.Gaussian, random),
            random => new CodedModel("beta-VAE (0.25)", pixels, Hidden, CodeWidth, CodeLikelihood.Bernoulli, random, beta: 0.25),
            random => new CodedModel(CodesTable.Beta, pixels, Hidden, CodeWidth, CodeLikelihood.Bernoulli, random, beta: 4),
            random => new CodedModel(CodesTable.Weighted, pixels, Hidden, CodeWidth, CodeLikelihood.Bernoulli, random, samples: 8),
            random => new QuantizedModel(pixels, Hidden, places: 4, entries: 32, random),
            random => new DiffusionModel(pixels, 2 * Hidden, standard, random),
            random => new PathModel(pixels, 2 * Hidden, standard, random),
        ];
    }

    private static Words Nearest(List<(Words Name, double Distance, double Sure)> all)
    {
        var (near, far) = (all.MinBy(one => one.Distance), all.MaxBy(one => one.Distance));
        return new(
            $"The samples nearest to unseen digits are those of {near.Name.English} ({Figure.Fixed(near.Distance, 4).English}), the furthest those of {far.Name.English} ({Figure.Fixed(far.Distance, 4).English}).",
            $"与未见过的数字最接近的是“{near.Name.Chinese}”的样本（{Figure.Fixed(near.Distance, 4).English}），最远的是“{far.Name.Chinese}”的样本（{Figure.Fixed(far.Distance, 4).English}）。");
    }

    /// <summary>A Gaussian has the mean and covariance of the pixels, which is most of what a distance along directions sees.</summary>
    private static Words AgainstGaussian(List<(Words Name, double Distance, double Sure)> all, DigitVerdict gaussian)
    {
        var (nearer, surer) = (all.Count(one => one.Distance < gaussian.Distance), all.Count(one => one.Sure > gaussian.Sure));
        return new(
            $"The distance sees mostly mean and covariance, which one Gaussian has as they are: {nearer} of {all.Count} models are nearer than it. The classifier sees digits: it is sure more often with {surer} of {all.Count}.",
            $"该距离看到的主要是均值与协方差，而单个高斯恰好与之相同：{all.Count} 个模型中有 {nearer} 个比它更近。分类器看到的是数字：{all.Count} 个模型中有 {surer} 个比它更常被确信。");
    }
}
