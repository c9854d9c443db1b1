namespace Minima.Training;

/// <summary>Checks of the sizes that layers are made with, and what several layers start from.</summary>
internal static class Sizes
{
    public static void Positive(string layer, string name, int value)
    {
        if (value < 1) throw new TrainingException($"{layer}: {name} is {value}; it must be 1 or more.");
    }

    /// <summary>Normal numbers with mean 0; float ones are the double ones rounded.</summary>
    public static Tensor Normal(Shape shape, double standardDeviation, RandomState random, ElementType type)
    {
        var values = new double[shape.Count];
        random.FillNormal(values, 0, standardDeviation);
        using (Autograd.NoGradient()) return Tensor.Of(values, shape).To(type);
    }
}
