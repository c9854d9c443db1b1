namespace Minima.Tensors.Losses;

/// <summary>Divergences of distributions that are given by logarithms along the last axis: common to distillation and robust training.</summary>
internal static class LogProbabilities
{
    /// <summary>KL(p || q) from log p and log q: a class without mass in p adds 0, even if it is impossible in q.</summary>
    public static Tensor KullbackLeibler(Tensor logP, Tensor logQ)
    {
        var share = logP.Exp();
        return (share * (logP - logQ).If(share)).Sum(^1);
    }

    /// <summary>-inf at the label of each row and 0 elsewhere: added to logits, it takes the class out.</summary>
    public static Tensor MaskOfLabel(Tensor labels, int classes, ElementType type)
    {
        var isLabel = labels.OneHot(classes, type);
        return Tensor.Full(isLabel.Shape, double.NegativeInfinity, type).If(isLabel);
    }
}
