namespace Minima.Training.MultiTask;

/// <summary>Formulas of the catalogue at a handful of numbers: one for each task.</summary>
internal static class SmallTensors
{
    public static Tensor Of(double[] values) => Tensor.Of(values, [values.Length]);

    /// <summary>A constant number for each task that gradients reach.</summary>
    public static Tensor Leaf(double[] values) => Of(values).WithGradient();

    /// <summary>The slopes of a formula at its inputs, one array for each.</summary>
    public static double[][] Slopes(Func<Tensor[], LossTerms> formula, params double[][] inputs)
    {
        using var recording = Autograd.Recording();
        var leaves = Array.ConvertAll(inputs, Leaf);
        return Array.ConvertAll(Autograd.Gradient(formula(leaves).Values, leaves), slope => slope.ToArray());
    }
}
