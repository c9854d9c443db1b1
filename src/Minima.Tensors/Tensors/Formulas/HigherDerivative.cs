namespace Minima.Tensors;

/// <summary>Derivatives beyond those of the kernels: of a formula evaluated by tensor operations, in separate passes, so that the results have derivatives again.</summary>
internal static class HigherDerivative
{
    /// <summary>The same elements as a separate node, with respect to which derivatives can be taken.</summary>
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

    /// <summary>The gradient of sum(y factor), 0 if y does not depend on x. Tensors that the factor depends on count as constants.</summary>
    public static Tensor Of(Tensor y, Tensor factor, Tensor x, bool createGraph = true)
    {
        using var recording = Autograd.Recording();
        return y.RequiresGradient ? Autograd.Gradient((y * factor).Sum(), [x], createGraph)[0] : Tensor.Zeros(x.Shape, x.Type);
    }
}
