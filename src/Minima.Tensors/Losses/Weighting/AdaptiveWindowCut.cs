using Minima.Tensors.Streams;

namespace Minima.Tensors.Losses;

/// <summary>The difference between the means of the two parts of a window from which ADWIN cuts it.</summary>
/// <remarks>
/// <para>Formula: sqrt(2 v L / m) + 2 L / (3 m), L = ln(2 / d'), d' = delta / ln(n), m = 1 / (1 / n0 + 1 / n1), v the variance of the window, n0 the split.</para>
/// <para>Domain: window finite (otherwise LossError.Domain); 1 &lt;= split &lt; n (otherwise LossError.Shape); delta between 0 and 1. Range: (0, inf).</para>
/// <para>Shapes: window [N], the oldest first; one number. Nothing is differentiated: a monitor.</para>
/// <para>Convention: the variance is divided by n. River has 1 / m = 1 / (n0 - 4) + 1 / (n1 - 4). The test on a stream, item by item: Minima.Tensors.Streams.AdaptiveWindow.</para>
/// <para>Source: Bifet and Gavalda 2007, SDM, doi:10.1137/1.9781611972771.42.</para>
/// </remarks>
/// <param name="Split">Number of items of the older part.</param>
/// <param name="Delta">Probability of a false alarm; 0.002 is usual.</param>
[Loss("adwin", "ADWIN cut test", "自适应窗口 ADWIN",
    Family = LossFamily.Weighting,
    Formula = "sqrt(2 v L / m) + 2 L / (3 m);  L = ln(2 ln(n) / delta), m = 1 / (1 / n0 + 1 / n1);  n0 = split",
    Latex = @"\sqrt{\frac{2 v L}{m}} + \frac{2 L}{3 m}, \quad L = \log \frac{2 \log n}{\delta}, \quad m = \frac{1}{\frac{1}{n_{0}} + \frac{1}{n_{1}}}, \quad n_{0} = \mathrm{split}, \quad n_{1} = n - n_{0}, \quad v = \frac{1}{n} \sum_{i=1}^{n} \left(x_{i} - \bar{x}\right)^{2}",
    Aliases = ["ADWIN"])]
[English("The threshold of the test that lets a window fit itself to a stream.",
    Use = "a stream may change at any time and by any amount, and false alarms must be rare.",
    Avoid = "items depend on each other, as those of a time series do: it alarms too often.",
    Letters = "x: window; v: the variance of the window; n: the number of values in it; n0: split; n1: the number of values after the split")]
[Chinese("一种检验的阈值，该检验使窗口自行适应数据流。",
    Use = "数据流随时可能以任意幅度变化，且误报必须很少时。",
    Avoid = "样本之间相互依赖（如时间序列）时：会频繁误报。",
    Letters = "x：window；v：窗口的方差；n：窗口中的样本数；n0：split；n1：切分点之后的样本数")]
public readonly record struct AdaptiveWindowCut(
    [AtLeast(1), Chinese("较早部分的样本数。")] int Split,
    [OpenUnit, Chinese("误报的概率，常用 0.002。")] double Delta) : ITensorLoss
{
    public AdaptiveWindowCut()
        : this(3, 0.002)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("N"), Constant] Tensor window)
    {
        if (window.Count <= Split) throw new LossException(LossError.Shape, $"adwin: 'window' has {window.Count} items and is split after {Split}; both parts need at least one. Use a longer window, or a smaller split.");
        var whole = default(Bucket);
        foreach (var item in StreamValues.Of("adwin", "window", window)) whole = whole.With(new Bucket(1, item, 0));
        var threshold = AdaptiveWindow.CutThreshold(Split, window.Count - Split, whole.Squares / whole.Count, Delta);
        return LossTerms.Scalar(Tensor.Scalar(threshold, window.Type));
    }
}
