namespace Minima.Training;

/// <summary>Checks the sizes of layers, and creates windows and tensors that several layers need.</summary>
internal static class Sizes
{
    public static void Positive(string layer, string name, int value)
    {
        if (value < 1) throw new TrainingException($"{layer}: {name} is {value}; it must be 1 or more.");
    }

    public static double Positive(string layer, string name, double value) =>
        double.IsFinite(value) && value > 0 ? value : throw new TrainingException(FormattableString.Invariant($"{layer}: {name} is {value}; it must be a finite number above 0."));

    public static Extent Positive(string layer, string name, Extent value) =>
        value is { Height: >= 1, Width: >= 1 } ? value : throw new TrainingException($"{layer}: {name} is {value}; both must be 1 or more.");

    public static Extent NotNegative(string layer, string name, Extent value) =>
        value is { Height: >= 0, Width: >= 0 } ? value : throw new TrainingException($"{layer}: {name} is {value}; both must be 0 or more.");

    /// <summary>Windows with padding of at most half their size, so that no window holds only padding.</summary>
    public static PoolingWindows Windows(string layer, Extent window, Extent stride, Extent padding)
    {
        Positive(layer, nameof(window), window);
        Positive(layer, nameof(stride), stride);
        NotNegative(layer, nameof(padding), padding);
        if (2L * padding.Height > window.Height || 2L * padding.Width > window.Width) throw new TrainingException($"{layer}: padding is {padding}, the window {window}; the padding is at most half of the window, so that no window lies in it altogether.");
        return new PoolingWindows(window, stride, padding);
    }

    /// <summary>True if a window fits into a padded image.</summary>
    public static bool Fits(int height, int width, Extent window, Extent padding) =>
        (long)height + (2L * padding.Height) >= window.Height && (long)width + (2L * padding.Width) >= window.Width;

    /// <summary>The name of a type in descriptions.</summary>
    public static string Name(ElementType type) => type == ElementType.Double ? "double" : "float";

    /// <summary>Normal numbers with mean 0; float ones are the rounded double ones.</summary>
    public static Tensor Normal(Shape shape, double standardDeviation, RandomState random, ElementType type)
    {
        var values = new double[shape.Count];
        random.FillNormal(values, 0, standardDeviation);
        using (Autograd.NoGradient()) return Tensor.Of(values, shape).To(type);
    }
}
