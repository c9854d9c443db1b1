namespace Minima.Training.MultiTask;

/// <summary>Evaluates formulas of the catalogue on a few numbers, one for each task.</summary>
internal static class SmallTensors
{
    public static Tensor Of(double[] values) => Tensor.Of(values, [values.Length]);

    /// <summary>One number for each task, as a leaf that collects gradients.</summary>
    public static Tensor Leaf(double[] values) => Of(values).WithGradient();

    /// <summary>The gradients of a formula with respect to its inputs, one array for each.</summary>
    public static double[][] Slopes(Func<Tensor[], LossTerms> formula, params double[][] inputs)
    {
        using var recording = Autograd.Recording();
        var leaves = Array.ConvertAll(inputs, Leaf);
        return Array.ConvertAll(Autograd.Gradient(formula(leaves).Values, leaves), slope => slope.ToArray());
    }
}
