namespace Minima.Tensors.Losses;

/// <summary>The mean squared size of the Jacobian of a model: the change of its outputs with its inputs.</summary>
/// <remarks>
/// <para>Formula: 1/2 mean of |J|^2, J the derivative of all outputs with respect to all inputs of a row.</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: jacobian [N, ..]: all derivatives of each row (ModelJacobian.At), or random projections of them with the same mean (ModelJacobian.Projected); one number, the
/// mean over rows. It is differentiated, and through it the parameters of the model.</para>
/// <para>Convention: of an encoder it is the penalty of the contractive autoencoder.</para>
/// <para>Source: Rifai et al. 2011, ICML; Hoffman, Roberts and Yaida 2019, arXiv:1908.02729.</para>
/// </remarks>
[Loss("jacobian", "Jacobian regularisation", "雅可比正则",
    Family = LossFamily.Regularization,
    Formula = "1/2 mean |J|^2;  J = f'(x)",
    Latex = @"\frac{1}{2 N} \sum_{i=1}^{N} \left\lVert J_{i} \right\rVert_{F}^{2}, \quad J_{i} = \frac{\partial f(x_{i})}{\partial x_{i}}",
    Aliases = ["jacobian_regularization", "contractive_autoencoder"])]
[English("Makes a model flat around the rows that it is trained on.",
    Use = "predictions should withstand noise and small attacks; contractive autoencoders.",
    Avoid = "there are many outputs and no time for a backward pass each: project, or spectral for each layer.",
    Letters = "J: jacobian; f: the model; x: its input; N: the number of samples")]
[Chinese("使模型在训练样本附近平坦。",
    Use = "希望预测能承受噪声与微小的攻击，或训练收缩自编码器时。",
    Avoid = "输出很多，负担不起逐个反向传播时：改用随机投影，或对各层用 spectral。",
    Letters = "J：jacobian；f：模型；x：其输入；N：样本数")]
public readonly record struct JacobianNorm : ITensorLoss
{
    /// <summary>The penalty.</summary>
    public LossTerms Of([Axes("...")] Tensor jacobian) =>
        LossTerms.Scalar(0.5 * WeightRows.Of("jacobian", jacobian).Square().Sum(^1).MeanOrZero());
}
