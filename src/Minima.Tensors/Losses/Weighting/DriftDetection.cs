using Minima.Tensors.Streams;

namespace Minima.Tensors.Losses;

/// <summary>The numbers on which DDM decides, after the last item: the error rate with its deviation, and both at their minimum.</summary>
/// <remarks>
/// <para>Formula: [p, s, p_min, s_min], p the error rate, s = sqrt(p (1 - p) / n); the minimum is taken where p + s &lt;= p_min + s_min and n is at least min_instances.</para>
/// <para>Domain: errors from 0 to 1 (1: wrong; otherwise LossError.Domain); min_instances &gt;= 1. Range: [0, inf].</para>
/// <para>Shapes: errors [N], the oldest first; four terms. Nothing is differentiated: a monitor. Before min_instances items the minimum is infinite.</para>
/// <para>Convention: warning where p + s &gt; p_min + 2 s_min, drift where p + s &gt; p_min + 3 s_min: Minima.Tensors.Streams.DriftDetectionMethod, which works item by item. River takes minima only for n &gt; 30.</para>
/// <para>Source: Gama, Medas, Castillo and Rodrigues 2004, SBIA, doi:10.1007/978-3-540-28645-5_29.</para>
/// </remarks>
/// <param name="MinInstances">Number of items before the first minimum is taken; 30 is usual.</param>
[Loss("ddm", "DDM", "漂移检测 DDM",
    Family = LossFamily.Weighting,
    Formula = "[p, s, p_min, s_min];  p error rate, s = sqrt(p (1 - p) / n);  and min_instances",
    ChineseFormula = "[p, s, p_min, s_min];  s = sqrt(p (1 - p) / n)；p 为错误率；另有参数 min_instances",
    Latex = @"\left(p_{n}, s_{n}, p_{m}, s_{m}\right), \quad p_{k} = \frac{1}{k} \sum_{i=1}^{k} \mathrm{errors}_{i}, \quad s_{k} = \sqrt{\frac{p_{k} \left(1 - p_{k}\right)}{k}}, \quad m = \operatorname{argmin}_{\mathrm{min\_instances} \le k \le n} \left(p_{k} + s_{k}\right)",
    Aliases = ["DriftDetectionMethod"])]
[English("The error rate of a model on a stream beside its lowest.",
    Use = "a classifier learns from a stream, and its errors should only ever become fewer.",
    Avoid = "changes are slow, or errors very rare (adwin, page_hinkley).",
    Letters = "p: the error rate; s: its standard deviation; n: the number of samples so far; k: an earlier number of samples")]
[Chinese("模型在数据流上的错误率及其历史最低值。",
    Use = "分类器从数据流中学习，错误率理应只降不升时。",
    Avoid = "变化缓慢，或错误极少时（用 adwin、page_hinkley）。",
    Letters = "p：错误率；s：其标准差；n：至今的样本数；k：此前的样本数")]
public readonly record struct DriftDetection(
    [AtLeast(1), Chinese("开始记录最小值之前的样本数，常用 30。")] int MinInstances) : ITensorLoss
{
    public DriftDetection()
        : this(30)
    {
    }

    /// <summary>Four numbers.</summary>
    public LossTerms Of([Axes("N"), Unit, Constant] Tensor errors)
    {
        var stream = new DriftDetectionMethod(MinInstances, double.PositiveInfinity, double.PositiveInfinity);
        foreach (var error in StreamValues.Of("ddm", "errors", errors)) stream.Add(error);
        var none = errors.Count == 0 ? 0 : double.PositiveInfinity;
        return Tensor.Of([stream.Value, stream.Deviation, stream.LowestRate ?? none, stream.LowestDeviation ?? none], [4]).To(errors.Type);
    }
}
