using Minima.Lab.Pictures;

namespace Minima.Lab.Penalties;

/// <summary>What penalties promise, measured: angles and gradients of a deep network, slopes and attacks, how sure a network is.</summary>
internal sealed class PenaltyExperiment : Experiment
{
    public override string Name => "penalties";

    public override Words Title => new("What penalties promise", "正则项的承诺");

    public override int Seeds => 4;

    public override Words Setting => new(
        "Three questions on the 8x8 digits, each with no penalty (the baseline) and L2 as a control; means over four seeds and splits. First: twenty layers of 32 tanh units, gradient descent at 0.1 with cosine decay, 40 epochs, from hidden weights that are too small (uniform up to 1 / sqrt(inputs)), from Glorot's and from orthogonal ones; penalties are on the weights between hidden layers. Second: hidden layers of 128 and 64 units, Adam at 0.005 with cosine decay, 60 epochs; penalties are on all weights, that on the Jacobian is on the rows of each step, along one random direction of the outputs. Of five strengths the table has the one that withstands attacks of radius 0.1 best on rows that are neither learned nor tested; one step goes along the gradient's sign, the search adds twenty projected steps from a random start; noise is normal, with a deviation of 0.3 in every pixel. The size of the Jacobian is the root of the sum of the squares of all derivatives of the logits, the product of spectral norms a bound for the largest stretch. Third: the same network, Adam at 0.003, 200 epochs on labels of which 30 % are wrong; strengths by the negative log-likelihood (NLL) of other rows, told in the same way. As told: the labels of test rows are drawn like those of training; true: the digits as they are.",
        "在 8x8 数字图像上回答三个问题，每个都以不加正则项为基线、以 L2 为对照；数字为四个种子与划分的均值。其一：二十层、每层 32 个 tanh 单元，梯度下降，学习率 0.1，余弦衰减，40 轮；隐藏权重分别取偏小的（均匀分布，至多 1 / sqrt(输入数)）、Glorot 的与正交的；正则项作用于隐藏层之间的权重。其二：隐藏层为 128 与 64 个单元，Adam 学习率 0.005，余弦衰减，60 轮；正则项作用于全部权重，雅可比正则则作用于每步的样本，沿输出的一个随机方向估计。表中取五种强度里在既未学习也未测试的行上最能抵御半径 0.1 攻击的一种；一步攻击沿梯度符号走一步，搜索攻击再加上从随机起点出发的二十步投影梯度；噪声为正态分布，每个像素标准差 0.3。雅可比矩阵的大小指 logit 全部导数平方和的平方根，谱范数之积是最大拉伸的上界。其三：同样的网络，Adam 学习率 0.003，在 30% 标签出错的数据上训练 200 轮；强度按另一些同样出错的行上的负对数似然（NLL）选取。“所给标签”指测试行的标签与训练行同样抽取，“真实标签”指数字本身。");

    public override LabReport Run(LabRun run)
    {
        var table = BundledTable.Digits();
        run.Parts = (DeepNetwork.Starts.Length * DeepNetwork.Penalties.Length) + FlatNetwork.Penalties.Length + 1 + SureNetwork.Penalties.Length;
        var deep = new List<DeepNetwork>();
        foreach (var start in DeepNetwork.Starts)
        {
            foreach (var penalty in DeepNetwork.Penalties)
            {
                run.Begin($"{start.English} start, {penalty.Name.English}");
                deep.Add(DeepNetwork.Of(run, table, start, penalty));
            }
        }

        var flat = new List<FlatNetwork>();
        foreach (var penalty in FlatNetwork.Penalties)
        {
            run.Begin($"attacks, {penalty.Name.English}");
            flat.Add(FlatNetwork.Of(run, table, penalty));
        }

        // What the estimate along one direction costs: the strength that was chosen for it, with all derivatives.
        run.Begin("attacks, jacobian with all derivatives");
        flat.Add(FlatNetwork.Of(run, table, ComparedPenalty.Jacobian(new("jacobian, all derivatives", "jacobian，全部导数"), null, flat[^1].Strength)));
        var sure = new List<SureNetwork>();
        foreach (var penalty in SureNetwork.Penalties)
        {
            run.Begin($"wrong labels, {penalty.Name.English}");
            sure.Add(SureNetwork.Of(run, table, penalty));
        }

        return new LabReport(
            [OfDeep(deep), OfFlat(flat), OfSure(sure)],
            [.. PenaltyFindings.Of(deep), .. PenaltyFindings.Of(flat), .. PenaltyFindings.Of(sure)],
            language => PenaltyPicture.Draw(Title, deep, flat, sure, language));
    }

    private static LabTable OfDeep(IReadOnlyList<DeepNetwork> all)
    {
        var table = new LabTable(
            new($"{DeepNetwork.Depth} tanh layers", $"{DeepNetwork.Depth} 个 tanh 层"),
            new("start, penalty", "初始化，正则项"),
            new("strength", "强度"),
            "|W'W - I|",
            new("gradient, first / last layer", "梯度，首层 / 末层"),
            new($"loss after {DeepNetwork.FewEpochs} epochs", $"{DeepNetwork.FewEpochs} 轮后的损失"),
            new("at the end", "训练结束时"),
            new("accuracy on test rows", "测试准确率"));
        foreach (var one in all)
        {
            table.Add(
                new($"{one.Start.English}, {one.Penalty.Name.English}", $"{one.Start.Chinese}，{one.Penalty.Name.Chinese}"),
                one.Penalty.StrengthText(one.Penalty.Strengths[0]),
                $"{Figure.Fixed(one.Distance.Before, 2).English} -> {Figure.Fixed(one.Distance.After, 2).English}",
                $"{Figure.Digits(one.Fading.Before, 2).English} -> {Figure.Digits(one.Fading.After, 2).English}",
                Figure.Fixed(one.Early),
                Figure.Fixed(one.Last),
                Figure.PercentSpread(one.Accuracy));
        }

        return table;
    }

    private static LabTable OfFlat(IReadOnlyList<FlatNetwork> all)
    {
        var table = new LabTable(
            new($"noise of {FlatNetwork.Noise} and attacks of radius {FlatNetwork.Radius}", $"强度 {FlatNetwork.Noise} 的噪声与半径 {FlatNetwork.Radius} 的攻击"),
            new("penalty", "正则项"),
            new("strength", "强度"),
            new("accuracy", "准确率"),
            new("with noise", "加噪声后"),
            new("one step", "一步攻击"),
            new("searched", "搜索攻击"),
            new("size of the Jacobian", "雅可比矩阵的大小"),
            new("product of spectral norms", "谱范数之积"));
        foreach (var one in all)
        {
            table.Add(one.Penalty.Name, one.Penalty.StrengthText(one.Strength), Figure.PercentSpread(one.Accuracy), Figure.Percent(one.Noisy), Figure.Percent(one.OneStep), Figure.PercentSpread(one.AtRadius), Figure.Fixed(one.Slope, 2), Figure.Fixed(one.Bound, 1));
        }

        return table;
    }

    private static LabTable OfSure(IReadOnlyList<SureNetwork> all)
    {
        var table = new LabTable(
            new("thirty labels of a hundred are wrong", "百分之三十的标签是错的"),
            new("penalty", "正则项"),
            new("strength", "强度"),
            new("accuracy", "准确率"),
            new("wrong labels learned", "背下的错误标签"),
            new("entropy", "熵"),
            new("NLL, as told", "NLL，所给标签"),
            new("ECE, as told", "ECE，所给标签"),
            new("NLL, true", "NLL，真实标签"),
            new("ECE, true", "ECE，真实标签"));
        foreach (var one in all)
        {
            table.Add(one.Penalty.Name, one.Penalty.StrengthText(one.Strength), Figure.PercentSpread(one.Accuracy), Figure.Percent(one.Memorised), Figure.Fixed(one.Entropy, 2), Figure.Spread(one.ToldLikelihood, 2), Figure.Fixed(one.ToldCalibration), Figure.Fixed(one.TrueLikelihood, 2), Figure.Fixed(one.TrueCalibration));
        }

        return table;
    }
}
