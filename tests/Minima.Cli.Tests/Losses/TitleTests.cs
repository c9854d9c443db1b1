using Minima.Cli.Losses;
using Xunit;

namespace Minima.Cli.Tests.Losses;

/// <summary>A loss is found by its titles in both languages, and a search finds it by the words that people use.</summary>
public sealed class TitleTests
{
    public static TheoryData<string> Keys => [.. Catalogue.All.Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void EveryLossIsFoundByItsTitles(string key)
    {
        var entry = Catalogue.Find(key);
        foreach (var title in new[] { entry.Name, entry.ChineseName, entry.Name.ToUpperInvariant(), WithLoss(entry.ChineseName) })
        {
            // A key or alias of another loss goes first: that name means that loss.
            var found = Catalogue.TryFind(title);
            Assert.True(found == entry || (found is not null && found.Aliases.Prepend(found.Key).Any(name => Same(name, title))), $"'{title}' finds {found?.Key ?? "nothing"}, not {key}");
        }
    }

    [Theory]
    [InlineData("均方误差", "mse")]
    [InlineData("均方误差损失", "mse")]
    [InlineData("交叉熵", "cross_entropy")]
    [InlineData("交叉熵损失函数", "cross_entropy")]
    [InlineData("平均绝对误差", "mae")]
    [InlineData("分位数损失", "pinball")]
    [InlineData("合页损失", "hinge")]
    [InlineData("铰链损失", "hinge")]
    [InlineData("焦点损失", "sigmoid_focal")]
    [InlineData("二元交叉熵", "bce")]
    [InlineData("KL 散度", "kl_div")]
    [InlineData("泊松损失", "poisson")]
    [InlineData("Huber 损失", "huber")]
    [InlineData("huber loss", "huber")]
    [InlineData("mean squared error loss", "mse")]
    [InlineData("Mean Absolute Error", "mae")]
    public void ANameThatPeopleUseFindsItsLoss(string name, string key) => Assert.Equal(key, Catalogue.TryFind(name)?.Key);

    [Fact]
    public void ATitleThatTwoLossesShareFindsNeither() => Assert.Null(Catalogue.TryFind("证据深度学习")?.Key);

    [Theory]
    [InlineData("outliers", "huber")]
    [InlineData("异常值", "huber")]
    [InlineData("鲁棒", "huber")]
    [InlineData("robust", "cauchy")]
    [InlineData("imbalance", "class_balanced_ce")]
    [InlineData("imbalanced", "sigmoid_focal")]
    [InlineData("不平衡", "softmax_focal")]
    [InlineData("类别不平衡", null)]
    [InlineData("vanishing", "bce_with_logits")]
    [InlineData("vanishing gradient", "bce_with_logits")]
    [InlineData("梯度消失", "bce_with_logits")]
    [InlineData("梯度爆炸", "huber")]
    [InlineData("厚尾", "student_t_nll")]
    [InlineData("skewed", "gamma_nll")]
    [InlineData("偏态", "gamma_nll")]
    [InlineData("度量学习", "triplet_margin")]
    [InlineData("metric learning", "triplet_margin")]
    [InlineData("生存", "cox_breslow")]
    [InlineData("survival", "cox_breslow")]
    [InlineData("时间序列", "smape")]
    [InlineData("recommendation", "ranknet")]
    [InlineData("推荐", "ranknet")]
    [InlineData("multi-task", "pcgrad")]
    [InlineData("semi-supervised", "fixmatch")]
    [InlineData("半监督", "fixmatch")]
    [InlineData("self-supervised", "byol")]
    [InlineData("因果", "ipw_mse")]
    [InlineData("fairness", "group_dro")]
    [InlineData("标签噪声", "mae_prob")]
    [InlineData("label noise", "mae_prob")]
    [InlineData("有序", "squared_emd")]
    [InlineData("calibration", "brier_binary")]
    public void ASearchFindsALossByTheWordsThatPeopleUse(string search, string? key)
    {
        var found = LossSearch.Find(Catalogue.All, null, search);
        Assert.NotEmpty(found);
        Assert.True(found.Count < Catalogue.All.Count / 3, $"'{search}' finds {found.Count} losses, which is no help");
        if (key is not null)
        {
            Assert.Contains(key, found.Select(entry => entry.Key));
        }
    }

    private static string WithLoss(string title) => title.EndsWith("损失", StringComparison.Ordinal) || title.EndsWith(')') || title.EndsWith('）') ? title : title + "损失";

    private static bool Same(string name, string title)
    {
        return Plain(name) == Plain(title);

        static string Plain(string text)
        {
            var plain = text.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
            return plain.EndsWith("损失", StringComparison.Ordinal) ? plain[..^2] : plain.EndsWith("loss", StringComparison.Ordinal) ? plain[..^4] : plain;
        }
    }
}
