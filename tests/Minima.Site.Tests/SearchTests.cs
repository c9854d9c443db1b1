using Xunit;

namespace Minima.Site.Tests;

/// <summary>What a reader types in the search opens the page that is about it, in the language of the page that the search was opened on.</summary>
public sealed class SearchTests(BuiltSite site) : IClassFixture<BuiltSite>
{
    public static TheoryData<string, string> Searches => new()
    {
        { "mse", "losses/mse.html" },
        { "mean squared error", "losses/mse.html" },
        { "mean absolute error", "losses/mae.html" },
        { "huber", "losses/huber.html" },
        { "cross entropy", "losses/cross_entropy.html" },
        { "BCEWithLogitsLoss", "losses/bce_with_logits.html" },
        { "sigmoid_focal_loss", "losses/sigmoid_focal.html" },
        { "hinge", "losses/hinge.html" },
        { "kl_divergence", "losses/kl_div.html" },
        { "QuantileLoss", "losses/pinball.html" },
        { "TripletMarginLoss", "losses/triplet_margin.html" },
        { "InfoNCE", "losses/info_nce.html" },
        { "CTC", "losses/ctc.html" },
        { "dice", "losses/dice.html" },
        { "GIoU", "losses/giou.html" },
        { "tweedie", "losses/tweedie.html" },
        { "expectile", "losses/expectile.html" },
        { "vanishing gradients", "doctor/vanishing-gradient.html" },
        { "dead units", "doctor/dead-units.html" },
        { "gradient clipping", "doctor/exploding-gradient.html" },
        { "early stopping", "doctor/overfitting.html" },
        { "glossary", "glossary.html" },
        { "均方误差", "zh/losses/mse.html" },
        { "平均绝对误差", "zh/losses/mae.html" },
        { "二元交叉熵", "zh/losses/bce.html" },
        { "焦点损失", "zh/losses/sigmoid_focal.html" },
        { "铰链损失", "zh/losses/hinge.html" },
        { "分位数损失", "zh/losses/pinball.html" },
        { "KL 散度", "zh/losses/kl_div.html" },
        { "Huber", "zh/losses/huber.html" },
        { "语义分割", "zh/losses/dice.html" },
        { "语音识别", "zh/losses/ctc.html" },
        { "知识蒸馏", "zh/losses/kd.html" },
        { "类别权重", "zh/losses/class_balanced_ce.html" },
        { "三元组", "zh/losses/triplet_margin.html" },
        { "交并比", "zh/losses/iou.html" },
        { "权重衰减", "zh/losses/l2.html" },
        { "变分自编码器", "zh/losses/vae_elbo.html" },
        { "支持向量机", "zh/losses/hinge.html" },
        { "推荐系统", "zh/losses/bpr.html" },
        { "梯度爆炸", "zh/doctor/exploding-gradient.html" },
        { "梯度消失", "zh/doctor/vanishing-gradient.html" },
        { "学习率", "zh/doctor/learning-rate-large.html" },
        { "早停", "zh/doctor/overfitting.html" },
        { "术语表", "zh/glossary.html" },
    };

    [Theory]
    [MemberData(nameof(Searches))]
    public async Task TheFirstResultIsThePage(string text, string expected)
    {
        var (page, complaints) = await site.OpenAsync(expected.StartsWith("zh/", StringComparison.Ordinal) ? "zh/" : "");
        await page.ClickAsync("#search");
        await page.FillAsync("dialog input", text);
        await page.WaitForSelectorAsync($"dialog ol[data-for='{text}']");
        var found = await page.EvalOnSelectorAllAsync<string[]>("dialog ol a", "links => links.map(link => new URL(link.href).pathname.slice(1))");
        Assert.True(found.Length > 0 && found[0] == expected, $"'{text}' finds {string.Join(", ", found)}; {expected} must be first");
        await page.PressAsync("dialog input", "Enter");
        await page.WaitForURLAsync(url => url.Contains(expected, StringComparison.Ordinal));
        Assert.NotEmpty(await page.InnerTextAsync("h1"));
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }
}
