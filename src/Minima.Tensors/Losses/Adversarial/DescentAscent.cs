namespace Minima.Tensors.Losses;

/// <summary>The model game of two players: x descends, y ascends, and the saddle is at 0.</summary>
/// <remarks>
/// <para>Formula: sum of 0.5 x^2 + x y - 0.5 y^2.</para>
/// <para>Domain: real. Range: all reals.</para>
/// <para>Shapes: x and y of one shape; one number. Both are differentiated, with the gradients as they are: the optimiser turns the sign of y's.</para>
/// <para>Convention: a gradient-reversal layer is the same change of sign inside a network.</para>
/// <para>Source: Arrow, Hurwicz and Uzawa 1958; Korpelevich 1976; Ganin and Lempitsky 2015, arXiv:1409.7495.</para>
/// </remarks>
[Loss("gda", "Minimax objective (gradient descent-ascent)", "极小极大（梯度下降-上升）",
    Family = LossFamily.Adversarial, LowerBound = double.NegativeInfinity,
    Formula = "sum 0.5 x^2 + x y - 0.5 y^2",
    Latex = @"\sum_{i} \left(\frac{x_{i}^{2}}{2} + x_{i} y_{i} - \frac{y_{i}^{2}}{2}\right)",
    Aliases = ["GradientDescentAscent"])]
[English("A game of two players with a known saddle.",
    Use = "you test an optimiser for games: extragradient, optimism, two time scales.",
    Avoid = "you train anything: it has no data.",
    Letters = "i: an index of the elements")]
[Chinese("有已知鞍点的双人博弈。",
    Use = "测试博弈优化器时：外梯度、乐观更新、双时间尺度。",
    Avoid = "实际训练时：它不含数据。",
    Letters = "i：元素的下标")]
public readonly record struct DescentAscent : ITensorLoss
{
    /// <summary>The value of the game.</summary>
    public LossTerms Of([Axes("...")] Tensor x, [Axes("...")] Tensor y) => LossTerms.Scalar(((0.5 * (x * x)) + (x * y) - (0.5 * (y * y))).Sum());
}
