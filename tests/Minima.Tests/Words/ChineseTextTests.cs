using Xunit;

namespace Minima.Tests.Words;

/// <summary>Pieces of Chinese have a space beside words, numbers, options and formulas, whichever way they are put together.</summary>
public sealed class ChineseTextTests
{
    public static TheoryData<string, string, string> Pieces => new()
    {
        { "因为", "--target", "因为 --target" },
        { "请用", "relu(p-t)", "请用 relu(p-t)" },
        { "relu(p-t)", "训练", "relu(p-t) 训练" },
        { "所求为", "0.8 分位数", "所求为 0.8 分位数" },
        { "差值", "-0.3", "差值 -0.3" },
        { "34.6%", "的行", "34.6% 的行" },
        { "区间 [1, 2]", "内", "区间 [1, 2] 内" },
        { "R²", "为正", "R² 为正" },
        { "系数", "(p - t)^2", "系数 (p - t)^2" },
        { "目标值", "的平均", "目标值的平均" },
        { "列", "“2020年”", "列“2020年”" },
        { "改善", "（4%）", "改善（4%）" },
        { "改善 ", "4%", "改善 4%" },
        { "", "4", "4" },
        { "差", "", "差" },
    };

    [Theory]
    [MemberData(nameof(Pieces))]
    public void Pieces_have_their_spaces(string left, string right, string expected)
    {
        Assert.Equal(expected, (Localized.Same(left) + Localized.Same(right)).Chinese);
        Assert.Equal(left + right, (Localized.Same(left) + new Localized(right, "x")).English);
        Assert.Equal(expected, Localized.Join(" ", "", [Localized.Same(left), Localized.Same(right)]).Chinese);
        Assert.Equal(expected, new Localized("", $"{left}{right}").Chinese);
        Assert.Equal(expected, new MessagePattern("{0}; {1}", "{0}{1}").Fill([left, right]));
    }

    [Fact]
    public void Numbers_are_written_as_in_code() => Assert.Equal("差 0.50 与 3", new Localized("", $"差{0.5:0.00}与{3}").Chinese);
}
