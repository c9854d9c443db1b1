namespace Minima.Tensors.Losses;

/// <summary>Hidden states should be small, and should change little from one time to the next.</summary>
/// <remarks>
/// <para>Formula: alpha mean h^2 + beta mean (h_t - h_{t-1})^2.</para>
/// <para>Domain: real; alpha &gt;= 0, beta &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: hidden [T, ..], the time first; one number, both means over all elements, the second of fewer than two times 0. It is differentiated.</para>
/// <para>Convention: AWD-LSTM takes the first of states behind dropout, the second of states before it: add two of these. Keras ActivityRegularization sums and divides by
/// the batch.</para>
/// <para>Source: Merity, Keskar and Socher 2018, ICLR, arXiv:1708.02182.</para>
/// </remarks>
/// <param name="Alpha">Weight of the size of the activations; 2 is usual.</param>
/// <param name="Beta">Weight of the change from one time to the next; 1 is usual.</param>
[Loss("activation_l2", "Activity regularisation (AR, TAR)", "激活正则（AR/TAR）",
    Family = LossFamily.Regularization,
    Latex = @"\frac{\alpha}{T n} \sum_{s=1}^{T} \sum_{k=1}^{n} h_{sk}^{2} + \frac{\beta}{(T - 1) n} \sum_{s=2}^{T} \sum_{k=1}^{n} \left(h_{sk} - h_{s-1,k}\right)^{2}, \quad h = \mathrm{hidden}",
    Aliases = ["activity_regularization", "temporal_activation_regularization"])]
[English("Keeps the states of a recurrent network small and slow.",
    Use = "you train a recurrent language model and use dropout.",
    Avoid = "states are normalised anyway, as behind a layer norm.",
    Letters = "t: a time step; T: the number of time steps; n: the number of units")]
[Chinese("使循环网络的状态保持较小且变化平缓。",
    Use = "训练使用 dropout 的循环语言模型时。",
    Avoid = "状态本已归一化时，例如层归一化之后。",
    Letters = "t：时间步；T：时间步数；n：单元数")]
public readonly record struct ActivationSquares(
    [NonNegative, Chinese("激活值大小的权重，常用 2。")] double Alpha,
    [NonNegative, Chinese("相邻时刻变化的权重，常用 1。")] double Beta) : ITensorLoss
{
    public ActivationSquares()
        : this(2, 1)
    {
    }

    /// <summary>The penalty.</summary>
    public LossTerms Of([Axes("...")] Tensor hidden)
    {
        var steps = WeightRows.Of("activation_l2", hidden);
        var size = Alpha * steps.Square().MeanOrZero();
        var last = steps.Shape[0] - 1;
        return LossTerms.Scalar(last < 1 ? size : size + (Beta * (steps.Slice(0, 1, last) - steps.Slice(0, 0, last)).Square().MeanOrZero()));
    }
}
