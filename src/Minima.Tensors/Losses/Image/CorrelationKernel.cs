namespace Minima.Tensors.Losses;

/// <summary>The form of the window under which two images are correlated.</summary>
public enum CorrelationKernel
{
    /// <summary>All positions alike.</summary>
    Rectangular,

    /// <summary>Falling to the ends in a straight line.</summary>
    Triangular,

    /// <summary>A bell whose width is a third of the window.</summary>
    Gaussian,
}
