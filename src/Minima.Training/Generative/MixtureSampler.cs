namespace Minima.Training.Generative;

/// <summary>Draws numbers from the mixtures of Gaussians that a mixture density network predicts.</summary>
/// <remarks>
/// <para>Formula: y = m_k + exp(s_k) z, the component k drawn by softmax(a), z standard normal.</para>
/// <para>Source: Bishop 1994, Mixture Density Networks, NCRG/94/004.</para>
/// </remarks>
public static class MixtureSampler
{
    /// <summary>Draws a number for each row.</summary>
    /// <param name="mixtureLogits">a, [N, K].</param>
    /// <param name="mean">m, [N, K].</param>
    /// <param name="logScale">s, [N, K].</param>
    /// <param name="random">Supplies two draws for each row.</param>
    /// <returns>[N].</returns>
    /// <exception cref="TrainingException">Shapes that differ, or no component.</exception>
    public static Tensor Draw(Tensor mixtureLogits, Tensor mean, Tensor logScale, RandomState random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (mixtureLogits.Rank != 2 || mixtureLogits.Shape[1] == 0 || mean.Shape != mixtureLogits.Shape || logScale.Shape != mixtureLogits.Shape) throw new TrainingException($"A mixture has logits {mixtureLogits.Shape}, means {mean.Shape} and scales {logScale.Shape}; all three must be [N, K], with at least one component.");
        using var silence = Autograd.NoGradient();
        var (shares, means, scales) = (mixtureLogits.Softmax(^1).ToArray(), mean.ToArray(), logScale.ToArray());
        var components = mixtureLogits.Shape[1];
        var drawn = new double[mixtureLogits.Shape[0]];
        for (var row = 0; row < drawn.Length; row++)
        {
            var left = random.NextDouble();
            var k = row * components;
            for (; k < ((row + 1) * components) - 1 && left >= shares[k]; k++) left -= shares[k];
            drawn[row] = means[k] + (Math.Exp(scales[k]) * random.NextNormal());
        }

        return Tensor.Of(drawn, [drawn.Length]).To(mean.Type);
    }
}
