using Minima.Tensors.Streams;

namespace Minima.Tensors.Losses;

/// <summary>The loss of a model that is tested on each item before it learns from it, after every item.</summary>
/// <remarks>
/// <para>Formula: P_i = S_i / N_i, S_i = l_i + a S_(i - 1), N_i = 1 + a N_(i - 1).</para>
/// <para>Domain: losses finite (otherwise LossError.Domain); 0 &lt; forgetting a &lt;= 1 (otherwise LossError.ParameterDomain).</para>
/// <para>Shapes: losses [N], the oldest first; one term for each. Nothing is differentiated: a monitor.</para>
/// <para>Limits: the running mean for a = 1 (river's progressive_val_score); the last term is exponentially_weighted.</para>
/// <para>Convention: Minima.Tensors.Streams.PrequentialLoss is the same, item by item.</para>
/// <para>Source: Dawid 1984, J. R. Stat. Soc. A 147(2), 278-292, doi:10.2307/2981683; Gama, Sebastiao and Rodrigues 2013, doi:10.1007/s10994-012-5320-9.</para>
/// </remarks>
/// <param name="Forgetting">Factor by which a loss counts less with each one that follows; 0.999 remembers about 1000.</param>
[Loss("prequential", "Prequential (fading) loss", "先测后训（prequential）损失",
    Family = LossFamily.Weighting, LowerBound = double.NegativeInfinity,
    Formula = "P_i = S_i / N_i;  S_i = l_i + a S_(i - 1), N_i = 1 + a N_(i - 1);  a = forgetting",
    Latex = @"P_{i} = \frac{S_{i}}{N_{i}}, \quad S_{i} = \ell_{i} + a S_{i-1}, \quad N_{i} = 1 + a N_{i-1}, \quad S_{0} = N_{0} = 0, \quad a = \mathrm{forgetting}",
    Aliases = ["PrequentialError", "progressive_val_score"])]
[English("Test, then train: the fading mean of the losses so far, after each item.",
    Use = "a model learns from a stream, and there is no test set but the future.",
    Avoid = "an alarm is wanted rather than a curve (adwin, ddm, page_hinkley).",
    Letters = "P: the prequential error; S: the decayed sum of losses; N: the decayed number of losses; i: a position in the stream")]
[Chinese("先测试、后训练：每个样本之后，给出至今各损失的衰减平均。",
    Use = "模型从数据流中学习，除未来数据外别无测试集时。",
    Avoid = "需要警报而不是曲线时（用 adwin、ddm、page_hinkley）。",
    Limits = "a = 1 时为累计均值（river 的 progressive_val_score）；其最后一项即 exponentially_weighted。",
    Letters = "P：先测后训误差；S：衰减后的损失和；N：衰减后的个数；i：流中的位置")]
public readonly record struct Prequential(
    [Unit, Chinese("每来一个新损失，旧损失权重所乘的系数；0.999 约记住 1000 个。")] double Forgetting) : ITensorLoss, IParameterRule
{
    public Prequential()
        : this(0.999)
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => Forgetting > 0 ? null : "parameter 'forgetting' is 0; it must be above 0 and at most 1.";

    /// <summary>The loss after each item.</summary>
    public LossTerms Of([Axes("N"), Constant] Tensor losses)
    {
        var values = StreamValues.Of("prequential", "losses", losses);
        var stream = new PrequentialLoss(Forgetting);
        for (var i = 0; i < values.Length; i++)
        {
            stream.Add(values[i]);
            values[i] = stream.Value;
        }

        return Tensor.Of(values, losses.Shape).To(losses.Type);
    }
}
