namespace Minima.Tensors.Losses;

/// <summary>The squared error of what a diffusion model predicts, weighted by how noisy the step is.</summary>
/// <remarks>
/// <para>Formula: w mean_d (x_d - t_d)^2; w = 1 without gamma, else min(SNR, gamma) / SNR (eps), min(SNR, gamma) (x0), min(SNR, gamma) / (SNR + 1) (v).</para>
/// <para>Domain: real; signal_to_noise &gt; 0; gamma &gt; 0 or none. Range: [0, inf).</para>
/// <para>Shapes: prediction and target [N, D] (the noise, the clean item, or v), signal_to_noise [N] of the steps; one term for each row. Only the prediction is differentiated.</para>
/// <para>Source: Ho, Jain and Abbeel 2020, arXiv:2006.11239; Salimans and Ho 2022, arXiv:2202.00512; Hang et al. 2023 (min-SNR), arXiv:2303.09556.</para>
/// </remarks>
/// <param name="Gamma">Largest signal-to-noise ratio by which a step is weighted (min-SNR, 5 is usual); none weights all steps alike.</param>
/// <param name="Parameterization">Quantity that the network predicts: the noise (eps), the clean data (x0) or the velocity (v).</param>
[Loss("ddpm", "DDPM epsilon / v / x0 with min-SNR", "扩散模型损失",
    Family = LossFamily.Generative,
    Formula = "w mean((x - t)^2);  eps: w = min(SNR, g)/SNR, x0: min(SNR, g), v: min(SNR, g)/(SNR + 1);  g = gamma;  and parameterization",
    ChineseFormula = "w mean((x - t)^2);  eps：w = min(SNR, g)/SNR, x0：min(SNR, g), v：min(SNR, g)/(SNR + 1);  g = gamma；另有参数 parameterization",
    Latex = @"\frac{w}{D} \sum_{d=1}^{D} \left(x_{d} - t_{d}\right)^{2}, \quad w = \begin{cases} 1 & \text{if } \gamma = \mathrm{none} \\ \frac{\min(S, \gamma)}{S} & \text{if } \mathrm{parameterization} = \mathrm{eps} \\ \min(S, \gamma) & \text{if } \mathrm{parameterization} = \mathrm{x0} \\ \frac{\min(S, \gamma)}{S + 1} & \text{if } \mathrm{parameterization} = \mathrm{v} \end{cases}, \quad S = \mathrm{signal\_to\_noise}",
    Aliases = ["DDPMLoss", "DiffusionLoss", "min_snr"])]
[English("Squared error of the predicted noise, item or velocity, step by step.",
    Use = "you train a diffusion model; with gamma = 5 easy steps no longer dominate and training is faster.",
    Avoid = "you want straight paths from noise to data (flow_matching).",
    Letters = "SNR: signal_to_noise; eps, v: values of `parameterization`; w: the weight of the step")]
[Chinese("在各时间步上预测噪声、样本或速度的平方误差。",
    Use = "训练扩散模型时；取 gamma = 5 时，容易的时间步不再占主导，训练更快。",
    Avoid = "希望从噪声到数据走直线路径时（用 flow_matching）。",
    Letters = "SNR：signal_to_noise；eps、v：`parameterization` 的取值；w：该步的权重")]
public readonly record struct DenoisingDiffusion(
    [Positive, Chinese("时间步加权所用信噪比的上限（min-SNR，常用 5）；none 表示各步权重相同。")] double? Gamma,
    [Chinese("网络预测的量：噪声（eps）、干净数据（x0）或速度（v）。")] DiffusionTarget Parameterization) : ITensorLoss
{
    public DenoisingDiffusion()
        : this(null, DiffusionTarget.Noise)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N D"), Constant] Tensor target, [Axes("N"), Positive, Constant] Tensor signalToNoise)
    {
        var error = (prediction - target).Square().MeanOrZero(^1);
        if (Gamma is not { } gamma) return error;
        var most = signalToNoise.Min(Tensor.Scalar(gamma, signalToNoise.Type));
        return error * Parameterization switch
        {
            DiffusionTarget.Noise => most / signalToNoise,
            DiffusionTarget.Data => most,
            _ => most / (signalToNoise + 1),
        };
    }
}
