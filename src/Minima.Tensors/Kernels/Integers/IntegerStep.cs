namespace Minima.Tensors.Kernels;

/// <summary>One step of an integer network: a linear map of whole rows, one of every window of an image, or the largest level of every window.</summary>
/// <param name="Layer">The map; null for the largest level.</param>
/// <param name="Windows">The positions of windows; null for whole rows.</param>
/// <param name="Stride">The number of levels from a position of the input to the next, its channels first; 0 for whole rows.</param>
/// <param name="Next">The grid of the output levels; null if the outputs are floats.</param>
internal sealed record IntegerStep(IntegerLayer? Layer, ConvolutionShape? Windows, int Stride, LevelGrid? Next)
{
    /// <summary>The number of input levels of a sample.</summary>
    public int Inputs => Windows is { } windows ? windows.Height * windows.Width * Stride : Rounded(Layer!.Panels.Inputs);

    /// <summary>The number of output levels of a sample: whole vectors for each position.</summary>
    public int Outputs => Windows is { } windows ? windows.OutputHeight * windows.OutputWidth * Rounded(windows.OutputChannels) : Rounded(Layer!.Panels.Outputs);

    /// <summary>The number of multiply-adds for a sample.</summary>
    public long Work => Layer is null ? 0 : (long)Layer.Panels.Inputs * Layer.Panels.Outputs * (Windows is { } windows ? windows.OutputHeight * windows.OutputWidth : 1);

    /// <summary>The width in whole vectors, in which levels are written.</summary>
    public static int Rounded(int width) => (width + IntegerPanels.Width - 1) / IntegerPanels.Width * IntegerPanels.Width;
}
