using Minima.Lab.Pictures;
using Minima.Training.Causal;

namespace Minima.Lab.Causal;

/// <summary>Nine learners of effects on units whose effects are known, against the difference of means and a plain regression.</summary>
internal sealed class CausalExperiment : Experiment
{
    private const double Balance = 0.3;

    private static readonly double[] Decays = [0.01, 1];

    public override string Name => "causal";

    public override Words Title => new("What a treatment changes, from observations", "由观测数据估计处理效应");

    public override Words Setting => new(
        "2000 units with ten covariates. Units whose outcome is high anyway are treated more often, and the effect 1 + x0 + tanh(2 x3) differs between them; both outcomes of every unit are known, because they are made. Judged on the error of the average effect, and on the root of the mean squared error of effects unit by unit (PEHE) over 1000 other units. Every network has two hidden layers of 32 (elu, AdamW at 0.003, cosine decay, 40 epochs), once with a weight decay of 0.01 and once with 1; propensities and outcomes are cross-fitted over five folds. Baselines are the difference of means, and one regression on covariates and treatment.",
        "2000 个个体，各有十个协变量。结果本来就高的个体更常接受处理，效应 1 + x0 + tanh(2 x3) 因个体而异；数据为合成，故每个个体的两种结果都已知。评判标准为平均效应的误差，以及在另外 1000 个个体上逐个体效应的均方根误差（PEHE）。每个网络有两个 32 单元的隐藏层（elu，AdamW 学习率 0.003，余弦衰减，40 轮），权重衰减分别取 0.01 与 1；倾向得分与结果按五折交叉拟合。基线为两组均值之差，以及对协变量与处理的单一回归。");

    public override LabReport Run(LabRun run)
    {
        var seeds = run.SeedsFrom(small: 1);
        run.Parts = Decays.Length * (Learners(new CausalSettings()).Length + 1);
        var training = seeds.Select(seed => new KnownEffects(run.Of(2000, 200), new RandomState((ulong)(60 + seed)))).ToArray();
        var others = seeds.Select(seed => new KnownEffects(run.Of(1000, 100), new RandomState((ulong)(160 + seed)))).ToArray();
        var compared = new ComparedLearners(
            new Sample([.. training.Select(one => AverageEffects.DifferenceOfMeans(one.Units).Value - one.Effects.Average())]),
            others.Average(one => one.Error([.. one.Effects.Select(_ => one.Effects.Average())])),
            Decays,
            [.. Decays.Select(decay => Results(run, new CausalSettings { Epochs = run.Of(40, 1), WeightDecay = decay }, training, others))]);
        return new LabReport([compared.Table], [.. compared.Findings()], language => EffectPicture.Draw(Title, compared.Results[^1], language));
    }

    private static EffectLearner[] Learners(CausalSettings settings) =>
    [
        new PlainLearner { Settings = settings },
        new WeightedLearner { Settings = settings },
        new TransformedLearner { Settings = settings },
        new DoublyRobustLearner { Settings = settings },
        new XLearner { Settings = settings },
        new RLearner { Settings = settings },
        new BalancedLearner { Settings = settings },
        new BalancedLearner(Balance) { Settings = settings },
        new DragonLearner { Settings = settings },
    ];

    private static LearnerResult[] Results(LabRun run, CausalSettings settings, KnownEffects[] training, KnownEffects[] others)
    {
        var decay = Figure.Digits(settings.WeightDecay).English;
        CausalSettings Own(int k) => settings with { Seed = (ulong)(k + 1) };
        run.Begin($"decay {decay}: propensities and outcomes");
        var nuisances = training.Select((one, k) => Nuisances.CrossFitted(one.Units, Own(k))).ToArray();
        return [.. Learners(settings).Select((learner, place) =>
        {
            run.Begin($"decay {decay}: {learner.Name}");
            var models = training.Select((one, k) => Learners(Own(k))[place].Fit(one.Units, nuisances[k])).ToArray();
            return new LearnerResult(
                NameOf(learner),
                new Sample([.. models.Select((model, k) => model.Average.Value - training[k].Effects.Average())]),
                new Sample([.. models.Select((model, k) => others[k].Error(model.Effects(others[k].Covariates)))]),
                [.. others[0].Effects.Zip(models[0].Effects(others[0].Covariates))]);
        })];
    }

    private static Words NameOf(EffectLearner learner) => learner switch
    {
        PlainLearner => new Words("regression on (x, t)", "对 (x, t) 的回归"),
        TransformedLearner => new Words("transformed outcome", "变换结果"),
        _ => (Words)learner.Name,
    };
}
