using Minima.Tensors.Streams;

namespace Minima.Tensors.Losses;

/// <summary>The statistic of the test of Page and Hinkley after every item: how far the summed deviations from the mean have moved from their extreme.</summary>
/// <remarks>
/// <para>Formula: up = S - min S, S = alpha S + (x - mean - delta); down = max D - D, D = alpha D + (x - mean + delta); the mean so far includes x; mode both: the larger.</para>
/// <para>Domain: losses finite (otherwise LossError.Domain); delta &gt;= 0; 0 &lt; alpha &lt;= 1 (otherwise LossError.ParameterDomain). Range: [0, inf).</para>
/// <para>Shapes: losses [N], the oldest first; one term for each. Nothing is differentiated: a monitor.</para>
/// <para>Convention: as river; Page 1954 is alpha = 1, mode = up. A drift is a value above a threshold (river 50) after some items (river 30): Minima.Tensors.Streams.PageHinkley, which works item by item.</para>
/// <para>Source: Page 1954, Biometrika 41, 100-115, doi:10.1093/biomet/41.1-2.100; Hinkley 1971, Biometrika 58(3), 509-523, doi:10.1093/biomet/58.3.509.</para>
/// </remarks>
/// <param name="Delta">Change of the mean that does not count.</param>
/// <param name="Alpha">Factor by which the sums fade with each item; 1 keeps all.</param>
/// <param name="Mode">Direction of the changes that count: up, down or both.</param>
[Loss("page_hinkley", "Page-Hinkley", "Page-Hinkley 检验",
    Family = LossFamily.Weighting,
    Formula = "up = S - min S, S = alpha S + (x - mean - delta);  down = max D - D, D = alpha D + (x - mean + delta);  and mode",
    ChineseFormula = "up = S - min S, S = alpha S + (x - mean - delta);  down = max D - D, D = alpha D + (x - mean + delta)；另有参数 mode",
    Latex = @"\begin{aligned} & \begin{cases} U & \text{if } \mathrm{mode} = \mathrm{up} \\ V & \text{if } \mathrm{mode} = \mathrm{down} \\ \max(U, V) & \text{if } \mathrm{mode} = \mathrm{both} \end{cases}, \quad U = S_{n} - \min_{i \le n} S_{i}, \quad V = \max_{i \le n} D_{i} - D_{n} \\ & S_{n} = \alpha S_{n-1} + x_{n} - \bar{x}_{n} - \delta, \quad D_{n} = \alpha D_{n-1} + x_{n} - \bar{x}_{n} + \delta, \quad \bar{x}_{n} = \frac{1}{n} \sum_{i \le n} x_{i}, \quad x = \mathrm{losses} \end{aligned}",
    Aliases = ["PageHinkley"])]
[English("A statistic that climbs when the mean of a stream has moved.",
    Use = "losses of a model in service are watched for a lasting rise.",
    Avoid = "the size of the change is unknown and windows should fit themselves (adwin).",
    Letters = "S, D: the sums of the deviations; n: the number of losses; i: an earlier number; U, V: the rise and the fall")]
[Chinese("数据流的均值一旦偏移就会攀升的统计量。",
    Use = "监视线上模型的损失是否持续上升时。",
    Avoid = "变化幅度未知，希望窗口自行调整时（用 adwin）。",
    Letters = "S、D：偏差之和；n：损失个数；i：此前的损失个数；U、V：上升量与下降量")]
public readonly record struct PageHinkleyStatistic(
    [NonNegative, Chinese("可以忽略的均值变化。")] double Delta,
    [Unit, Chinese("每来一个样本，累积和所乘的系数；1 表示不衰减。")] double Alpha,
    [Chinese("所检测变化的方向：上升、下降或两者。")] DriftDirection Mode) : ITensorLoss, IParameterRule
{
    public PageHinkleyStatistic()
        : this(0.005, 0.9999, DriftDirection.Both)
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => Alpha > 0 ? null : "parameter 'alpha' is 0; it must be above 0 and at most 1.";

    /// <summary>The statistic after each item.</summary>
    public LossTerms Of([Axes("N"), Constant] Tensor losses)
    {
        var values = StreamValues.Of("page_hinkley", "losses", losses);
        var test = new PageHinkley(Delta, double.PositiveInfinity, Alpha, 1, Mode);
        for (var i = 0; i < values.Length; i++)
        {
            test.Add(values[i]);
            values[i] = test.Value;
        }

        return Tensor.Of(values, losses.Shape).To(losses.Type);
    }
}
