namespace Minima.Training.Losses;

/// <summary>Divergences of distributions that are given by logarithms along the last axis: the part that distillation and robust training share.</summary>
internal static class LogProbabilities
{
    /// <summary>KL(p || q) from log p and log q: a class without a share in p adds 0, however impossible it is in q.</summary>
    public static Tensor Divergence(Tensor logP, Tensor logQ)
    {
        var share = logP.Exp();
        return (share * (logP - logQ).If(share)).Sum(^1);
    }

    /// <summary>-inf at the label of each row and 0 elsewhere: added to logits, it takes the class out.</summary>
    public static Tensor Without(Tensor labels, int classes, ElementType type)
    {
        var values = new double[labels.Count * classes];
        var places = labels.Contiguous().Read<int>();
        for (var i = 0; i < places.Length; i++) values[(i * classes) + places[i]] = double.NegativeInfinity;
        return Tensor.Of(values, labels.Shape.Insert(labels.Rank, classes)).To(type);
    }
}
