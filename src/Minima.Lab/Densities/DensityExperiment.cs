using Minima.Lab.Generative;
using Minima.Lab.Pictures;
using Minima.Lab.Sampling;
using Minima.Training.Generative;

namespace Minima.Lab.Densities;

/// <summary>Eight kinds of generative model on the ring of eight Gaussians: what their samples cover, and what their densities say.</summary>
internal sealed class DensityExperiment : Experiment
{
    private const int Width = 2;
    private const int Hidden = 64;
    private const int BatchSize = 128;
    private const int Judged = 4000;
    private const int NoiseHidden = 128;
    private const double LearningRate = 2e-3;

    public override string Name => "generative";

    public override Words Title => new("Densities, codes, noise and flows on a ring", "环上的密度、隐码、噪声与流");

    public override int Seeds => 2;

    public override Words Setting => new(
        "Models with two hidden layers of 64 units, those of noise and flow matching with three of 128, learn the ring of eight Gaussians from batches of 128 fresh points, all for the same number of steps (Adam at 0.002, cosine decay, gradients held to norm 1). 4000 samples of each, drawn four times: a mode counts as covered with a tenth of its share within three deviations; the distance is the sliced Wasserstein distance to points that were never seen. The surprise is minus the log-likelihood of unseen points in nats: exact for the flow, the mixture and the Gaussian, for autoencoders the importance-weighted bound of 64 samples. Baselines are one fitted Gaussian, and the data themselves with their true density.",
        "各模型为两个隐藏层、每层 64 个单元，噪声类模型与流匹配为三层、每层 128 个单元；用每批 128 个新抽取的点学习八个高斯组成的环，步数相同（Adam，学习率 0.002，余弦衰减，梯度范数不超过 1）。各取 4000 个样本、重复四次：某模态三倍标准差以内的样本达到其应占份额的十分之一，则算被覆盖；距离指与未见过的点之间的切片 Wasserstein 距离。惊奇度是未见过的点的负对数似然，单位为纳特：流、混合密度与高斯为精确值，自编码器为 64 个样本的重要性加权界。基线是拟合的单个高斯，以及数据本身及其真实密度。");

    public override LabReport Run(LabRun run)
    {
        var seeds = run.SeedsFrom(small: 1);
        var steps = run.Of(8000, 3);
        var judged = run.Of(Judged, 64);
        var heldOut = Ring.Draw(judged, new RandomState(999)).Keep();
        var standard = Standard.Of(Ring.Draw(4000, new RandomState(31)).ToArray());
        Func<RandomState, GenerativeModel>[] makers =
        [
            random => new CodedModel("VAE", Width, Hidden, Width, CodeLikelihood.Gaussian, random, withNoise: true),
            random => new CodedModel("IWAE (8)", Width, Hidden, Width, CodeLikelihood.Gaussian, random, samples: 8, withNoise: true),
            random => new QuantizedModel(Width, Hidden, places: 1, entries: 16, random),
            random => new MixtureModel(Hidden, components: 12, random),
            random => new CouplingModel(Width, Hidden, couplings: 8, random),
            random => new DiffusionModel(Width, NoiseHidden, standard, random),
            random => new PathModel(Width, NoiseHidden, standard, random),
            random => new ScoreModel(Width, NoiseHidden, standard, random),
        ];
        run.Parts = makers.Length + 1;
        run.Begin("baselines");
        var table = new DensityTable(heldOut);
        ulong[] fresh = [7, 8, 9, 10];
        var gaussian = new FittedGaussian(Ring.Draw(4000, new RandomState(31)).ToArray(), Width);
        table.Add(new("one Gaussian (baseline)", "单个高斯（基线）"), [.. fresh.Select(seed => Points(gaussian.Draw(judged, new RandomState(seed))))], gaussian.Surprise(heldOut.ToArray()));
        table.Add(new("the data themselves", "数据本身"), [.. fresh.Select(seed => Ring.Points(Ring.Draw(judged, new RandomState(seed))))], TrueDensity.Surprise(Ring.Points(heldOut)));
        foreach (var make in makers)
        {
            var models = new List<GenerativeModel>();
            foreach (var seed in seeds)
            {
                var random = new RandomState((ulong)seed);
                var data = random.Fork("data");
                var model = make(random);
                if (models.Count == 0) run.Begin(model.Name.English);
                model.Train(steps, LearningRate, () => Ring.Draw(BatchSize, data), Ring.Draw(2000, data));
                models.Add(model);
            }

            table.Add(models[0].Name, [.. models.SelectMany(model => fresh.Select(seed => Points(model.Drawn(judged, seed))))], Mean(models, heldOut));
        }

        return new LabReport([table.Table], table.Findings, language => DensityPicture.Draw(Title, table.Rows, language));
    }

    private static double? Mean(List<GenerativeModel> models, Tensor heldOut)
    {
        var all = models.Select(model => model.Surprise(heldOut)).ToArray();
        return all.All(one => one is not null) ? all.Average() : null;
    }

    private static (double X, double Y)[] Points(double[] values) => [.. Enumerable.Range(0, values.Length / 2).Select(i => (values[2 * i], values[(2 * i) + 1]))];
}
