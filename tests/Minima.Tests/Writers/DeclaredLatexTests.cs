using Minima.Writers;
using Xunit;

namespace Minima.Tests.Writers;

public sealed class DeclaredLatexTests
{
    [Theory]
    [InlineData(@"\frac{a}{2}", "<mfrac><mi>a</mi><mn>2</mn></mfrac>")]
    [InlineData(@"x_{i}^{2}", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>")]
    [InlineData(@"\sum_{k=1}^{K} p_k", "<mrow><munderover><mo largeop=\"true\" movablelimits=\"false\">∑</mo><mrow><mi>k</mi><mo>=</mo><mn>1</mn></mrow><mi>K</mi></munderover><msub><mi>p</mi><mi>k</mi></msub></mrow>")]
    [InlineData(@"\max(0, x)", "<mrow><mi>max</mi><mo>&#x2061;</mo><mo stretchy=\"false\">(</mo><mn>0</mn><mo separator=\"true\">,</mo><mi>x</mi><mo stretchy=\"false\">)</mo></mrow>")]
    [InlineData(@"\mathrm{label\_smoothing} \, \log p", "<mrow><mi>label_smoothing</mi><mspace width=\"0.17em\"/><mi>log</mi><mo>&#x2061;</mo><mspace width=\"0.17em\"/><mi>p</mi></mrow>")]
    [InlineData(@"g'_{t}", "<msubsup><mi>g</mi><mi>t</mi><mo>′</mo></msubsup>")]
    [InlineData(@"10^{-7}", "<msup><mn>10</mn><mrow><mo>−</mo><mn>7</mn></mrow></msup>")]
    [InlineData(@"\varepsilon", "<mi>ε</mi>")]
    [InlineData(@"\mathbb{E}", "<mi>𝔼</mi>")]
    [InlineData(@"\left\lVert x \right\rVert", "<mrow><mo form=\"prefix\" fence=\"true\" stretchy=\"true\">‖</mo><mi>x</mi><mo form=\"postfix\" fence=\"true\" stretchy=\"true\">‖</mo></mrow>")]
    public void LatexIsWrittenAsMathMl(string latex, string expected) =>
        Assert.Equal($"<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\">{expected}</math>", DeclaredLatex.ToMathMl(latex));

    [Fact]
    public void CasesHaveARowEach()
    {
        var written = DeclaredLatex.ToMathMl(@"\begin{cases} a & \text{if } b \\ c & \text{otherwise} \end{cases}");
        Assert.Equal(2, written.Split("<mtr>").Length - 1);
        Assert.Contains("<mtext>if&#xA0;</mtext>", written, StringComparison.Ordinal);
        Assert.Contains("<mtext>otherwise</mtext>", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"\sqrt{x", 8)]
    [InlineData("x}", 2)]
    [InlineData(@"\left(x", 8)]
    [InlineData(@"x \right)", 3)]
    [InlineData(@"\begin{cases} a & b", 20)]
    [InlineData(@"\begin{matrix} a \end{matrix}", 15)]
    [InlineData(@"\mathscr{L}", 1)]
    [InlineData("x_1_2", 4)]
    [InlineData(@"\frac{1}", 9)]
    [InlineData("a & b", 3)]
    public void WhatIsNotKnownIsRefused(string latex, int place) =>
        Assert.Contains($"at character {place}:", Assert.Throws<FormatException>(() => DeclaredLatex.ToMathMl(latex)).Message, StringComparison.Ordinal);
}
