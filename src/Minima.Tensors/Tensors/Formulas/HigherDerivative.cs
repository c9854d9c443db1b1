namespace Minima.Tensors;

/// <summary>Derivatives beyond those that kernels have: of a formula read as tensor operations, by passes of their own, so that the results have derivatives again.</summary>
internal static class HigherDerivative
{
    /// <summary>The same elements under a name of their own, of which derivatives can be taken.</summary>
    public static Tensor Own(Tensor x)
    {
        using var recording = Autograd.Recording();
        return Permuted.Apply(x.RequiresGradient ? x : x.WithGradient(), [.. Enumerable.Range(0, x.Rank)]);
    }

    /// <summary>The second derivative of each element of a function of x along that element.</summary>
    public static Tensor Second(Func<Tensor> function, Tensor x)
    {
        using var recording = Autograd.Recording();
        var watcher = Autograd.Watcher;
        Autograd.Watcher = null;
        try
        {
            var value = function();
            return Of(Of(value, Tensor.Ones(value.Shape, value.Type), x), Tensor.Ones(x.Shape, x.Type), x);
        }
        finally
        {
            Autograd.Watcher = watcher;
        }
    }

    /// <summary>The gradient of sum(y factor), 0 where y does not depend on x. What the factor depends on counts as given.</summary>
    public static Tensor Of(Tensor y, Tensor factor, Tensor x, bool createGraph = true)
    {
        using var recording = Autograd.Recording();
        return y.RequiresGradient ? Autograd.Gradient((y * factor).Sum(), [x], createGraph)[0] : Tensor.Zeros(x.Shape, x.Type);
    }
}
