using Minima.Lab.Generative;
using Minima.Lab.Sampling;
using Minima.Lab.Studies;
using Minima.Training.Generative;

namespace Minima.Lab.Densities;

/// <summary>Eight kinds of generative model on the ring of eight Gaussians: the coverage of their samples, and their likelihoods.</summary>
internal sealed class DensityExperiment : Experiment
{
    public const string Kernels = "kernel density";
    public const string Vae = "VAE";
    public const string Iwae = "IWAE (8)";
    public const string Quantized = "VQ-VAE";
    public const string Mixture = "mixture density network";
    public const string Coupling = "coupling flow";

    private const int Width = 2;
    private const int Hidden = 64;
    private const int NoiseHidden = 128;
    private const int Judged = 4000;
    private const int Remembered = 20_000;

    private static readonly double[] Rates = [0.002, 0.005, 0.0005];
    private static readonly double[] Bandwidths = [0.05, 0.02, 0.1];
    private static readonly Measure<RingFit> Surprise = new(fit => fit.Surprise, IsError: true);

    public override string Name => "generative";

    public override Words Title => new("Densities, codes, noise and flows on a ring", "环上的密度、隐码、噪声与流");

    public override Words Answer => new(
        "No model comes measurably nearer to these two-dimensional data than a kernel density. The VAE and the VQ-VAE are farther away.",
        "对这些二维数据，没有模型比核密度估计明显更接近数据；VAE 与 VQ-VAE 离数据更远。");

    public override Words Setting => new(
        "Models learn the ring of eight Gaussians from batches of 128 fresh points. They have two hidden layers of 64 units; DDPM, score matching and flow matching have three of 128. All train for 5000 steps (Adam with cosine decay, gradients clipped at norm 1) at one of three rates. The baseline is a kernel density, a Gaussian around each of 20 000 points of the data, with one of three bandwidths: it learns nothing and forgets nothing. Settings are chosen by the sliced Wasserstein distance of 4000 samples to as many points that were never seen; a mode counts as covered with a tenth of its share within three deviations. The surprise is minus the log-likelihood of unseen points in nats: exact for the kernels, the flow, the mixture and the Gaussian, for autoencoders the importance-weighted bound of 64 samples. Below stand one fitted Gaussian, and fresh samples of the data themselves with their true density.",
        "各模型有两个隐藏层，每层 64 个单元；DDPM、分数匹配与流匹配有三层，每层 128 个单元。模型从每批 128 个新抽取的点学习八个高斯组成的环，均训练 5000 步（Adam，余弦衰减，梯度范数不超过 1），学习率从三个值中选择。基线为核密度估计：以 20 000 个数据点为中心各放一个高斯核，带宽从三个值中选择；它无须训练，并保留全部数据点。设置按 4000 个样本与同样多未见过的点之间的切片 Wasserstein 距离选定。若落在某模态三倍标准差以内的样本达到其应占份额的十分之一，则称该模态被覆盖。表中的负对数似然在未见过的点上计算，单位为奈特：核密度、流、混合密度与高斯取精确值，自编码器取 64 个样本的重要性加权界。表末列出拟合的单个高斯，以及数据本身的新抽样与真实密度。");

    public override LabReport Run(LabRun run)
    {
        var outcome = Compared(run).RunAlone(run, further: 1);
        run.Begin("one Gaussian, the data themselves");
        var trials = run.JudgingSeeds.Select(seed => Trial.ToJudge(run, seed)).ToArray();
        var judged = run.Of(Judged, 64);
        var gaussian = trials.Select(trial => OneGaussian(trial, judged)).ToArray();
        var data = trials.Select(trial => RingFit.Of(Fresh(judged, trial, "fresh"), trial, unseen => TrueDensity.Surprise(Ring.Points(unseen)))).ToArray();
        var table = StudyTable.Of(
            outcome,
            new("samples on the ring, with 95 % intervals over seeds", "环上的样本，附种子间的 95% 置信区间"),
            sample => Figure.Change(sample),
            new StudyColumn<RingFit>(new("distance to data", "与数据的距离"), fit => fit.Distance, sample => Figure.Mean(sample)),
            new StudyColumn<RingFit>(new("modes of 8", "覆盖的模态（共 8）"), fit => fit.Modes, sample => Figure.Fixed(sample.Mean, 1)),
            new StudyColumn<RingFit>(new("near a mode", "落在模态附近"), fit => fit.Near, sample => Figure.PercentMean(sample, 0)),
            new StudyColumn<RingFit>(new("surprise, nats", "负对数似然（奈特）"), fit => fit.Surprise, Nats));
        Add(new("one Gaussian", "单个高斯"), gaussian);
        Add(new("the data themselves", "数据本身"), data);
        return new LabReport(
            [table],
            [.. Findings(outcome, data)],
            language => DensityPicture.Draw(Title, [(new("one Gaussian", "单个高斯"), gaussian[0].Samples), (new("the data themselves", "数据本身"), data[0].Samples), .. outcome.Methods.Select(method => (method.Name, method.Results[0].Samples))], language));

        void Add(Words name, RingFit[] fits) => table.Add(
            name, "", Figure.Mean(Over(fits, fit => fit.Distance)), Figure.Fixed(fits.Average(fit => fit.Modes), 1), Figure.PercentMean(Over(fits, fit => fit.Near), 0), Nats(Over(fits, fit => fit.Surprise)), "", "");
    }

    /// <summary>Every model, tuned; the kernels first.</summary>
    internal static Study<RingFit> Compared(LabRun run)
    {
        var steps = run.Of(5000, 3, 1000);
        var judged = run.Of(Judged, 64);
        var standard = Standard.Of(Ring.Draw(4000, new RandomState(31)).ToArray());
        return new(
            [
                StudyMethod<RingFit>.Of(new(Kernels, "核密度"), new("bandwidth", "带宽"), Bandwidths, (trial, bandwidth) =>
                {
                    var kernels = new KernelDensity(Fresh(run.Of(Remembered, 64), trial, "data"), bandwidth);
                    return RingFit.Of(kernels.Draw(judged, new RandomState((ulong)trial.Seed)), trial, unseen => kernels.Surprise(Ring.Points(unseen)));
                }),
                Model(Vae, random => new CodedModel(Vae, Width, Hidden, Width, CodeLikelihood.Gaussian, random, withNoise: true)),
                Model(Iwae, random => new CodedModel(Iwae, Width, Hidden, Width, CodeLikelihood.Gaussian, random, samples: 8, withNoise: true)),
                Model(Quantized, random => new QuantizedModel(Width, Hidden, places: 1, entries: 16, random)),
                Model(new(Mixture, "混合密度网络"), random => new MixtureModel(Hidden, components: 12, random)),
                Model(new(Coupling, "耦合流"), random => new CouplingModel(Width, Hidden, couplings: 8, random)),
                Model("DDPM", random => new DiffusionModel(Width, NoiseHidden, standard, random)),
                Model(new("flow matching", "流匹配"), random => new PathModel(Width, NoiseHidden, standard, random)),
                Model(new("score matching", "分数匹配"), random => new ScoreModel(Width, NoiseHidden, standard, random)),
            ],
            new(fit => fit.Distance, IsError: true),
            tuningSeeds: 1);

        StudyMethod<RingFit> Model(Words name, Func<RandomState, GenerativeModel> make) => StudyMethod<RingFit>.Of(
            name, new("rate", "学习率"), Rates, (trial, rate) => RingFit.Of(make(new RandomState((ulong)trial.Seed)), trial, steps, rate, judged));
    }

    /// <summary>The same for only those with a likelihood, by which they are compared.</summary>
    internal static StudyOutcome<RingFit> WithLikelihood(StudyOutcome<RingFit> outcome) =>
        outcome with { Methods = [.. outcome.Methods.Where(method => !double.IsNaN(method.Results[0].Surprise))], Score = Surprise };

    private static IEnumerable<Words> Findings(StudyOutcome<RingFit> outcome, RingFit[] data)
    {
        yield return StudyFindings.Verdicts(outcome, new("Samples nearer to the data", "样本与数据更接近"), sample => Figure.Mean(sample));
        var known = WithLikelihood(outcome);
        yield return StudyFindings.Verdicts(known, new("Less surprise", "负对数似然更低"), Nats);
        var models = outcome.Rivals.ToArray();
        yield return new(
            $"{models.Count(model => model.Results.All(fit => fit.Modes == Ring.Modes))} of {models.Length} models cover all eight modes with every seed. A fresh sample of the data lies {Figure.Mean(Over(data, fit => fit.Distance)).English} from unseen points, and no model can have less surprise than the true density, {Nats(Over(data, fit => fit.Surprise)).English}, but by chance.",
            $"{models.Length} 个模型中，有 {models.Count(model => model.Results.All(fit => fit.Modes == Ring.Modes))} 个在每个种子下都覆盖全部八个模态。数据的一次新抽样与未见过的点相距 {Figure.Mean(Over(data, fit => fit.Distance)).English}。真实密度的负对数似然为 {Nats(Over(data, fit => fit.Surprise)).English}；除随机波动外，没有模型能低于它。");
        var (one, eight, mixture, flow, entries) = (outcome[Vae], outcome[Iwae], outcome[Mixture], outcome[Coupling], outcome[Quantized]);
        yield return new(
            $"The VAE's weakness is its bound. With eight importance samples in place of one the same networks go from {Nats(one.Over(fit => fit.Surprise)).English} to {Nats(eight.Over(fit => fit.Surprise)).English} nats, and {Figure.Percent(eight.Over(fit => fit.Near).Mean, 0).English} of the points lie near a mode instead of {Figure.Percent(one.Over(fit => fit.Near).Mean, 0).English}. A coupling flow is a continuous map of one Gaussian, which cannot be torn into eight: {Figure.Percent(1 - flow.Over(fit => fit.Near).Mean, 0).English} of its points lie between the modes, of the mixture's {Figure.Percent(1 - mixture.Over(fit => fit.Near).Mean, 0).English}. The VQ-VAE has nearly all of its points near a mode and is far from the data, because there are only {Figure.Fixed(entries.Over(fit => fit.Distinct).Mean, 1).English} different ones: entries of a codebook have no variance.",
            $"VAE 的不足在于它的界：同样的网络改用八个重要性样本代替一个后，负对数似然由 {Nats(one.Over(fit => fit.Surprise)).English} 奈特降至 {Nats(eight.Over(fit => fit.Surprise)).English} 奈特，落在模态附近的点由 {Figure.Percent(one.Over(fit => fit.Near).Mean, 0).English} 变为 {Figure.Percent(eight.Over(fit => fit.Near).Mean, 0).English}。耦合流是对单个高斯的连续映射，无法把它分成互不相连的八块，因此有 {Figure.Percent(1 - flow.Over(fit => fit.Near).Mean, 0).English} 的点落在模态之间；混合密度网络只有 {Figure.Percent(1 - mixture.Over(fit => fit.Near).Mean, 0).English}。VQ-VAE 的点几乎都在模态附近，但离数据较远：码本的每个条目只对应一个点，互不相同的点只有 {Figure.Fixed(entries.Over(fit => fit.Distinct).Mean, 1).English} 个。");
    }

    private static RingFit OneGaussian(Trial trial, int judged)
    {
        var points = Fresh(Remembered, trial, "data");
        var gaussian = new FittedGaussian([.. points.SelectMany(point => new[] { point.X, point.Y })], Width);
        var drawn = gaussian.Draw(judged, new RandomState((ulong)trial.Seed));
        return RingFit.Of(Ring.Points(Tensor.Of(drawn, [judged, Width])), trial, unseen => gaussian.Surprise(unseen.ToArray()));
    }

    private static (double X, double Y)[] Fresh(int items, Trial trial, string key) => Ring.Points(Ring.Draw(items, new RandomState((ulong)trial.Seed).Fork(key)));

    private static Sample Over(RingFit[] fits, Func<RingFit, double> figure) => new([.. fits.Select(figure)]);

    private static Words Nats(Sample sample) => double.IsNaN(sample.Mean) ? "" : Figure.Mean(sample, 2);
}
