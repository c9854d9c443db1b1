using Minima.Lab.Studies;

namespace Minima.Lab.Penalties;

/// <summary>The promises of penalties, measured: angles and gradients of a deep network, derivatives and attacks, confidence.</summary>
internal sealed class PenaltyExperiment : Experiment
{
    public override string Name => "penalties";

    public override Words Title => new("What penalties promise", "正则项声称的效果");

    public override Words Answer => new(
        "The orthogonal penalty trains deep networks from poor starts and adds nothing to good ones. Penalties on derivatives resist attacks best. The confidence penalty gains nothing over early stopping.",
        "正交正则使深层网络在初始化不好时也能训练，初始化良好时则没有作用。对导数的惩罚最能抵御攻击。置信度惩罚并不优于早停。");

    public override int Seeds => 10;

    public override Words Setting => new(
        "Three questions on the 8x8 digits, each with L2 as a control; one quarter of the table judges, the same for all seeds, and settings are chosen on rows of the others. The baseline has no penalty and may choose its learning rate or how long it trains; a penalty chooses between three strengths, each with the first two of these rates or lengths. First: twenty layers of 32 tanh units, gradient descent with cosine decay, 30 epochs, from hidden weights that are too small (uniform up to 1 / sqrt(inputs)), from Glorot's and from orthogonal ones; penalties are on the weights between hidden layers; chosen by accuracy. Second: hidden layers of 128 and 64 units, Adam at 0.005 with cosine decay; penalties are on all weights, that on the Jacobian is on the rows of each step, along one random direction of the outputs or by all derivatives; chosen by accuracy under attacks of radius 0.1. One step goes along the gradient's sign, the search adds twenty projected steps from a random start; noise is normal, with a deviation of 0.3 in every pixel. The size of the Jacobian is the root of the sum of the squares of all derivatives of the logits, the product of spectral norms a bound for the largest stretch. Third: the same network, Adam at 0.003, on labels of which 30 % are wrong; chosen by the negative log-likelihood (NLL) of labels as given. As given: the labels are drawn like those of training; true: the digits as they are.",
        "在 8x8 数字上回答三个问题，每个问题都以 L2 为对照。四分之一的样本用于评判，所有种子相同；设置在其余样本上选定。基线不加正则项，可选择学习率或训练长度；每种正则项试三种强度，每种强度配前两种学习率或训练长度。其一，二十层网络，每层 32 个 tanh 单元，梯度下降加余弦衰减，训练 30 轮。隐藏层权重有三种初始化：偏小（均匀分布，上限为 1 / sqrt(输入数)）、Glorot 与正交。正则项作用于隐藏层之间的权重，按准确率选定设置。其二，隐藏层为 128 与 64 个单元，Adam 学习率 0.005，余弦衰减。正则项作用于全部权重；雅可比正则则作用于每步的样本，或沿输出的一个随机方向估计，或用全部导数计算。设置按半径 0.1 的攻击下的准确率选定。一步攻击沿梯度符号走一步；搜索攻击再加上从随机起点出发的二十步投影梯度。噪声服从正态分布，每个像素的标准差为 0.3。雅可比矩阵的大小是 logit 全部导数的平方和的平方根；谱范数之积是网络利普希茨常数的上界。其三，网络相同，Adam 学习率 0.003，30% 的标签有误，按所给标签的负对数似然（NLL）选定设置。“所给标签”与训练标签的抽取方式相同，“真实标签”是数字本身。");

    public override LabReport Run(LabRun run)
    {
        var deep = DeepNetwork.Starts.Select(start => DeepNetwork.Compared(run, start)).ToArray();
        var (flat, sure) = (FlatNetwork.Compared(run), SureNetwork.Compared(run));
        run.Parts = deep.Sum(study => study.PartsOf(run)) + flat.PartsOf(run) + sure.PartsOf(run);
        var ofDeep = deep.Select(study => study.Run(run)).ToArray();
        var (ofFlat, ofSure) = (flat.Run(run), sure.Run(run));
        return new LabReport(
            [.. ofDeep.Zip(DeepNetwork.Starts, Table), Table(ofFlat), Table(ofSure)],
            [.. PenaltyFindings.Of(ofDeep), .. PenaltyFindings.Of(ofFlat), .. PenaltyFindings.Of(ofSure)],
            language => PenaltyPicture.Draw(Title, ofDeep, ofFlat, ofSure, SureNetwork.Lengths(run), language));
    }

    private static LabTable Table(StudyOutcome<DeepNetwork> outcome, Words start) => StudyTable.Of(
        outcome,
        new($"{DeepNetwork.Depth} tanh layers, start: {start.English}; with 95 % intervals over seeds", $"{DeepNetwork.Depth} 个 tanh 层，初始化：{start.Chinese}；附种子间的 95% 置信区间"),
        sample => Figure.PercentChange(sample),
        new StudyColumn<DeepNetwork>(new("accuracy", "准确率"), one => one.Accuracy, sample => Figure.PercentMean(sample)),
        new StudyColumn<DeepNetwork>(new("|W'W - I| at the end", "训练后的 |W'W - I|"), one => one.Distance.After, sample => Figure.Fixed(sample.Mean, 2)),
        new StudyColumn<DeepNetwork>(new("gradient, first / last layer", "梯度，首层 / 末层"), one => one.Fading.After, sample => Figure.Digits(sample.Mean, 2)),
        new StudyColumn<DeepNetwork>(new($"loss after {DeepNetwork.FewEpochs} epochs", $"{DeepNetwork.FewEpochs} 轮后的损失"), one => one.Early, sample => Figure.Fixed(sample.Mean)),
        new StudyColumn<DeepNetwork>(new("at the end", "训练结束时"), one => one.Last, sample => Figure.Mean(sample)));

    private static LabTable Table(StudyOutcome<FlatNetwork> outcome) => StudyTable.Of(
        outcome,
        new($"noise of {FlatNetwork.Noise} and attacks of radius {FlatNetwork.Radius}, with 95 % intervals over seeds", $"强度 {FlatNetwork.Noise} 的噪声与半径 {FlatNetwork.Radius} 的攻击，附种子间的 95% 置信区间"),
        sample => Figure.PercentChange(sample),
        new StudyColumn<FlatNetwork>(new("searched", "搜索攻击"), one => one.Searched, sample => Figure.PercentMean(sample)),
        new StudyColumn<FlatNetwork>(new("one step", "一步攻击"), one => one.OneStep, sample => Figure.Percent(sample.Mean)),
        new StudyColumn<FlatNetwork>(new("with noise", "加噪声后"), one => one.Noisy, sample => Figure.Percent(sample.Mean)),
        new StudyColumn<FlatNetwork>(new("accuracy", "准确率"), one => one.Accuracy, sample => Figure.PercentMean(sample)),
        new StudyColumn<FlatNetwork>(new("size of the Jacobian", "雅可比矩阵的大小"), one => one.Slope, sample => Figure.Mean(sample, 2)),
        new StudyColumn<FlatNetwork>(new("product of spectral norms", "谱范数之积"), one => one.Bound, sample => Figure.Mean(sample, 1)));

    private static LabTable Table(StudyOutcome<SureNetwork> outcome) => StudyTable.Of(
        outcome,
        new("thirty labels of a hundred are wrong, with 95 % intervals over seeds", "百分之三十的标签有误，附种子间的 95% 置信区间"),
        sample => Figure.Change(sample),
        new StudyColumn<SureNetwork>(new("NLL, as given", "NLL，所给标签"), one => one.GivenLikelihood, sample => Figure.Mean(sample)),
        new StudyColumn<SureNetwork>(new("accuracy", "准确率"), one => one.Accuracy, sample => Figure.PercentMean(sample)),
        new StudyColumn<SureNetwork>(new("wrong labels learned", "记住的错误标签"), one => one.Memorised, sample => Figure.Percent(sample.Mean)),
        new StudyColumn<SureNetwork>(new("entropy", "熵"), one => one.Entropy, sample => Figure.Fixed(sample.Mean, 2)),
        new StudyColumn<SureNetwork>(new("ECE, as given", "ECE，所给标签"), one => one.GivenCalibration, sample => Figure.Fixed(sample.Mean)),
        new StudyColumn<SureNetwork>(new("NLL, true", "NLL，真实标签"), one => one.TrueLikelihood, sample => Figure.Fixed(sample.Mean, 2)),
        new StudyColumn<SureNetwork>(new("ECE, true", "ECE，真实标签"), one => one.TrueCalibration, sample => Figure.Fixed(sample.Mean)));
}
