namespace Minima.Tensors.Losses;

/// <summary>Erosion, dilation and skeletons of soft masks by minima and maxima of small windows; at a tie the gradient goes to the first place.</summary>
internal static class Morphology
{
    private static readonly PoolingWindows Column = new(new Extent(3, 1), 1, new Extent(1, 0));
    private static readonly PoolingWindows Line = new(new Extent(1, 3), 1, new Extent(0, 1));
    private static readonly PoolingWindows Block = new(3, 1, 1);

    /// <summary>The smallest of each pixel and its four neighbours.</summary>
    public static Tensor Eroded(Tensor planes) => -PoolingOperation.Maximum(-planes, Column).Max(PoolingOperation.Maximum(-planes, Line));

    /// <summary>The largest of each pixel and its eight neighbours.</summary>
    public static Tensor Dilated(Tensor planes) => PoolingOperation.Maximum(planes, Block);

    /// <summary>The centre lines of a mask: all that an erosion followed by a dilation takes away, collected while the mask is eroded. Planes are [B, C, H, W].</summary>
    public static Tensor Skeleton(Tensor planes, int iterations)
    {
        WorkBudget.Expect((double)iterations * planes.Count);
        var skeleton = (planes - Opened(planes)).Relu();
        for (var i = 0; i < iterations; i++)
        {
            planes = Eroded(planes);
            var ridge = (planes - Opened(planes)).Relu();
            skeleton += (ridge - (skeleton * ridge)).Relu();
        }

        return skeleton;
    }

    private static Tensor Opened(Tensor planes) => Dilated(Eroded(planes));
}
