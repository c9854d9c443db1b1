namespace Minima.Tensors.Kernels;

/// <summary>One step of a network of integers: a linear map of whole rows, one of every window of an image, or the largest level of every window.</summary>
/// <param name="Layer">The map; null for the largest level.</param>
/// <param name="Windows">Where windows lie; null for whole rows.</param>
/// <param name="Stride">Levels from a position of the input to the next, its channels first; 0 for whole rows.</param>
/// <param name="Next">The grid of the levels that go out; null where floats do.</param>
internal sealed record IntegerStep(IntegerLayer? Layer, ConvolutionShape? Windows, int Stride, LevelGrid? Next)
{
    /// <summary>Levels of an item that come in.</summary>
    public int Inputs => Windows is { } windows ? windows.Height * windows.Width * Stride : Rounded(Layer!.Panels.Inputs);

    /// <summary>Levels of an item that go out: whole vectors for each position.</summary>
    public int Outputs => Windows is { } windows ? windows.OutputHeight * windows.OutputWidth * Rounded(windows.OutputChannels) : Rounded(Layer!.Panels.Outputs);

    /// <summary>Multiply-adds for an item.</summary>
    public long Work => Layer is null ? 0 : (long)Layer.Panels.Inputs * Layer.Panels.Outputs * (Windows is { } windows ? windows.OutputHeight * windows.OutputWidth : 1);

    /// <summary>Levels are written in whole vectors.</summary>
    public static int Rounded(int width) => (width + IntegerPanels.Width - 1) / IntegerPanels.Width * IntegerPanels.Width;
}
